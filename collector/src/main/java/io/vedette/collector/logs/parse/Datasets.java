package io.vedette.collector.logs.parse;

import io.vedette.protocol.log.LogSource;
import java.util.List;
import java.util.Locale;

/** Chooses the dataset of a source: what its configuration says, else what its well-known place says. */
public final class Datasets {
    /** The dataset of what is not known. */
    static final String GENERIC = "generic";

    private static final String CONTAINER = "container";
    private static final int LENGTH_MAX = 100;

    /**
     * @param inPath what must be part of the path, empty for anything
     * @param namePrefix how the file's name begins, so that rotated files keep their dataset
     */
    private record Place(String inPath, String namePrefix, String dataset) {}

    private static final List<Place> PLACES = List.of(
            new Place("/nginx/", "error", "nginx.error"),
            new Place("/nginx/", "", "nginx.access"),
            new Place("/apache2/", "error", "apache.error"),
            new Place("/apache2/", "", "apache.access"),
            new Place("/httpd/", "error", "apache.error"),
            new Place("/httpd/", "", "apache.access"),
            new Place("", "mysql-slow", "mysql.slow"),
            new Place("/mysql/", "", "mysql.error"),
            new Place("/mariadb/", "", "mysql.error"),
            new Place("/postgresql/", "", "postgresql"),
            new Place("/redis/", "", "redis"),
            new Place("/kafka/", "", "kafka"),
            new Place("/elasticsearch/", "", "elasticsearch"),
            new Place("/ceph/", "", "ceph"),
            new Place("/libvirt/", "", "libvirt"),
            new Place("/openvswitch/", "", "openvswitch"),
            new Place("/audit/", "audit.log", "auditd"),
            new Place("/apt/", "", "apt"),
            new Place("", "haproxy", "haproxy"),
            new Place("", "keepalived", "keepalived"),
            new Place("/log/", "syslog", "syslog"),
            new Place("/log/", "messages", "syslog"),
            new Place("/log/", "daemon.log", "syslog"),
            new Place("/log/", "user.log", "syslog"),
            new Place("/log/", "auth.log", "auth"),
            new Place("/log/", "secure", "auth"),
            new Place("/log/", "kern.log", "kernel"),
            new Place("/log/", "dmesg", "kernel"),
            new Place("/log/", "cron", "cron"),
            new Place("/log/", "mail", "mail"),
            new Place("/log/", "dpkg.log", "dpkg"));

    private Datasets() {}

    /** The dataset, in characters that a data stream's name may have. */
    static String of(LogSource source) {
        if (!source.dataset().isEmpty()) {
            return legal(source.dataset());
        }
        return switch (source.kind()) {
            case JOURNAL -> "journald";
            case SYSLOG -> "syslog";
            case CONTAINER -> CONTAINER;
            case FILE -> ContainerPath.of(source.name()) == null ? byPath(source.name()) : CONTAINER;
        };
    }

    private static String byPath(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        for (Place place : PLACES) {
            if (path.contains(place.inPath) && name.startsWith(place.namePrefix)) {
                return place.dataset;
            }
        }
        return GENERIC;
    }

    /** Lower case, and an underscore for what a data stream's name may not have; a dash would end the dataset. */
    public static String legal(String name) {
        StringBuilder legal = new StringBuilder(Math.min(name.length(), LENGTH_MAX));
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean allowed = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_';
            if (legal.length() < LENGTH_MAX) {
                legal.append(allowed ? c : '_');
            }
        }
        return legal.isEmpty() || legal.charAt(0) == '.' ? GENERIC : legal.toString();
    }
}
