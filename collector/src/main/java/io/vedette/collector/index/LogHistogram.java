package io.vedette.collector.index;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * Documents counted by time and level.
 *
 * @param total documents counted
 * @param width length of a bucket
 * @param buckets without a gap, ascending; empty ones are there
 */
public record LogHistogram(long total, Duration width, List<Bucket> buckets) {
    /** The level under which documents without {@code log.level} are counted. */
    public static final String NO_LEVEL = "unknown";

    /** The most buckets that can be asked for. */
    public static final int BUCKETS_MAX = 1_000;

    /**
     * @param startMillis its beginning, milliseconds since the Unix epoch
     * @param byLevel documents in it, by level; levels without a document are left out
     */
    public record Bucket(long startMillis, SortedMap<String, Long> byLevel) {}

    public LogHistogram {
        buckets = List.copyOf(buckets);
    }
}
