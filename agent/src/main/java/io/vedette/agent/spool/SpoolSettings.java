package io.vedette.agent.spool;

import java.nio.file.Path;

/**
 * What a spool works by.
 *
 * @param directory its own folder; made if it is missing
 * @param limitBytes most bytes on disk
 * @param memoryBytes most bytes in memory while the disk cannot be written
 * @param whenFull what gives way
 */
public record SpoolSettings(Path directory, long limitBytes, long memoryBytes, WhenFull whenFull) {
    /** What gives way when there is no room. */
    public enum WhenFull {
        /** What waits longest: what is known of now matters more. */
        DROP_OLDEST,
        /** What comes: who brings it may wait, or has to drop it. */
        REFUSE
    }

    public SpoolSettings {
        if (limitBytes < 1 || memoryBytes < 1) {
            throw new IllegalArgumentException(
                    "a spool of " + limitBytes + " bytes on disk, " + memoryBytes + " in memory");
        }
    }

    /** Size at which a file is ended: small enough that one of them giving way is little of the whole. */
    int segmentBytes() {
        return (int) Math.max(4 << 10, Math.min(1 << 20, limitBytes / 16));
    }
}
