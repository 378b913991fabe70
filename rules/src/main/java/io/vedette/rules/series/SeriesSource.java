package io.vedette.rules.series;

import io.vedette.rules.labels.LabelMatcher;
import java.util.List;
import java.util.SortedSet;

/**
 * Holds series: the head, the history in the index, or both as one. All ranges are inclusive, in milliseconds since the
 * Unix epoch. Safe for use by any thread. Sources that read from elsewhere than memory may throw
 * {@link SourceException}, as may their series.
 */
public interface SeriesSource {
    /** The series that meet all conditions and may have samples in the range, in no particular order. */
    List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis);

    /**
     * The same for a query, which may end early. Every series found is meant to be read once, in the order given; one
     * that is not may cost more.
     *
     * @param guard asked along the way, also while the series are read
     */
    default List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard) {
        return select(matchers, minMillis, maxMillis);
    }

    /** The names of the labels of the series that meet all conditions; of all series if there are none. */
    SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis);

    /** The values of one label over the series that meet all conditions; of all series if there are none. */
    SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis);
}
