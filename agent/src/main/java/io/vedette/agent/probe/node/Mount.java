package io.vedette.agent.probe.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One line of {@code /proc/1/mounts}.
 *
 * @param device what is mounted
 * @param mountpoint where
 * @param type file system type
 * @param readOnly whether it is mounted read-only
 */
record Mount(String device, String mountpoint, String type, boolean readOnly) {
    /** Types without storage of their own, left out as node_exporter does by default. */
    private static final Set<String> PSEUDO_TYPES = Set.of(
            "autofs",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "debugfs",
            "devpts",
            "devtmpfs",
            "erofs",
            "fusectl",
            "hugetlbfs",
            "iso9660",
            "mqueue",
            "nsfs",
            "overlay",
            "proc",
            "procfs",
            "pstore",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "squashfs",
            "sysfs",
            "tracefs");

    /** Places left out together with what is below them. */
    private static final List<String> PSEUDO_PLACES = List.of("/dev", "/proc", "/sys");

    /** Places of which what is below them is left out. */
    private static final List<String> CONTAINER_PLACES =
            List.of("/run/credentials/", "/var/lib/docker/", "/var/lib/containers/storage/");

    /** The mounts that are worth measuring, each once. */
    static List<Mount> parse(Fields in) {
        List<Mount> mounts = new ArrayList<>();
        Set<Mount> seen = new HashSet<>();
        while (in.nextLine()) {
            if (!in.next()) {
                continue;
            }
            String device = unescape(in.text());
            in.skip(1);
            String mountpoint = unescape(in.text());
            in.skip(1);
            String type = in.text();
            in.skip(1);
            boolean readOnly = in.is("ro") || in.startsWith("ro,");
            if (!isPseudo(mountpoint, type) && seen.add(new Mount(device, mountpoint, type, false))) {
                mounts.add(new Mount(device, mountpoint, type, readOnly));
            }
        }
        return mounts;
    }

    private static boolean isPseudo(String mountpoint, String type) {
        return PSEUDO_TYPES.contains(type)
                || PSEUDO_PLACES.stream()
                        .anyMatch(place -> mountpoint.equals(place) || mountpoint.startsWith(place + "/"))
                || CONTAINER_PLACES.stream()
                        .anyMatch(place -> mountpoint.startsWith(place) && mountpoint.length() > place.length());
    }

    /** The kernel writes blanks, line breaks and backslashes as a backslash and three octal digits. */
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && i + 3 < in.length && isOctal(in[i + 1]) && isOctal(in[i + 2]) && isOctal(in[i + 3])) {
                out[length++] = (byte) ((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 | (in[i + 3] - '0'));
                i += 3;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isOctal(byte b) {
        return b >= '0' && b <= '7';
    }
}
