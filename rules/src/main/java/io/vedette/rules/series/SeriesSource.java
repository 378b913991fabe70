package io.vedette.rules.series;

import io.vedette.rules.labels.LabelMatcher;
import java.util.List;
import java.util.SortedSet;

/**
 * Holds series: the head, the history in the index, or both as one. All ranges are inclusive, in milliseconds since the
 * Unix epoch. Safe for use by any thread.
 */
public interface SeriesSource {
    /** The series that meet all conditions and may have samples in the range, in no particular order. */
    List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis);

    /** The names of the labels of the series that meet all conditions; of all series if there are none. */
    SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis);

    /** The values of one label over the series that meet all conditions; of all series if there are none. */
    SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis);
}
