package io.vedette.rules.series;

import io.vedette.rules.labels.Labels;

/** One series as a query sees it. Safe for use by any thread. */
public interface Series {
    /** The labels, the metric's name among them. */
    Labels labels();

    /**
     * Adds the samples of a time range to a buffer, stale markers included.
     *
     * @param minMillis earliest time, inclusive, milliseconds since the Unix epoch
     * @param maxMillis latest time, inclusive
     */
    void read(long minMillis, long maxMillis, SampleBuffer into);
}
