package io.vedette.agent.log.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells real birth times from those that Java makes up. Where the file system or the Java runtime has none, Java
 * reports the time of modification instead; so the times of a device are believed once one of its files or directories
 * has been seen whose two times differ. Not safe for use by several threads.
 */
final class BirthTimes {
    private final Set<Long> believed = new HashSet<>();

    /**
     * Learns from a directory, and from those above it while it is not known whether its device tells birth times: a
     * directory that was just made, with files that were just written, does not show it.
     */
    void observe(Path directory, FileStat stat) {
        observe(stat);
        Path above = directory.getParent();
        while (above != null && !believed.contains(stat.inode().device())) {
            try {
                observe(FileStat.of(above));
            } catch (IOException e) {
                return; // what may not be looked at teaches nothing
            }
            above = above.getParent();
        }
    }

    private void observe(FileStat stat) {
        if (stat.createdNanos() > 0 && stat.createdNanos() != stat.modifiedNanos()) {
            believed.add(stat.inode().device());
        }
    }

    /** When the file came to be, in nanoseconds since the Unix epoch; 0 if that is not known. */
    long of(FileStat stat) {
        observe(stat);
        return believed.contains(stat.inode().device()) ? Math.max(0, stat.createdNanos()) : 0;
    }
}
