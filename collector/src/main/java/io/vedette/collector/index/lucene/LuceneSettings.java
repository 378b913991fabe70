package io.vedette.collector.index.lucene;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the embedded index lies and what it may take.
 *
 * @param directory its folder, created when missing; nothing else may be in it
 * @param keepFor documents are deleted, a part at a time, when the newest of a part was written longer ago
 * @param keepBytes the oldest parts are deleted when the whole is larger; at least 1 MiB
 */
public record LuceneSettings(Path directory, Duration keepFor, long keepBytes) {
    private static final long KEEP_BYTES_MIN = 1L << 20;
    /** How many parts a full index has at the least: so much is deleted at a time. */
    private static final int PARTS = 16;

    public LuceneSettings {
        if (keepFor.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("documents must be kept for an hour at the least, not " + keepFor);
        }
        if (keepBytes < KEEP_BYTES_MIN) {
            throw new IllegalArgumentException("the index needs 1 MiB at the least, not " + keepBytes + " bytes");
        }
    }

    /** A part larger than this is closed, and the next begun. */
    long partBytesMax() {
        return keepBytes / PARTS;
    }
}
