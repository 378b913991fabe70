package io.vedette.agent.probe.node;

import java.nio.file.Path;

/**
 * Where the node's file systems are seen: in a container the host's are mounted somewhere.
 *
 * @param procfs {@code /proc} of the node
 * @param sysfs {@code /sys} of the node
 * @param rootfs {@code /} of the node
 */
public record Roots(Path procfs, Path sysfs, Path rootfs) {
    /** The places where an agent outside of containers finds them. */
    public static Roots usual() {
        return new Roots(Path.of("/proc"), Path.of("/sys"), Path.of("/"));
    }
}
