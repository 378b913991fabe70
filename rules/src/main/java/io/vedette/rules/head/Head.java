package io.vedette.rules.head;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.util.List;
import java.util.SortedSet;

/**
 * The recent window of all series, in memory. Rebuilt from Kafka at start, so it is never written to disk.
 *
 * <p>Appending and querying may happen on different threads at once.
 */
public final class Head implements SeriesSource {
    /** What became of a sample. */
    public enum Appended {
        STORED,
        /** The series has that very sample already: the record was read twice. */
        DUPLICATE,
        /** The series has another value at that time, or a later sample. */
        OUT_OF_ORDER,
        /** Older than the window. */
        TOO_OLD,
        /** A cardinality limit was met. */
        LIMITED
    }

    /**
     * Takes a sample in.
     *
     * @param timestampMillis milliseconds since the Unix epoch
     */
    public Appended append(Labels labels, long timestampMillis, double value) {
        throw new UnsupportedOperationException();
    }

    /** Forgets samples before a time, and series that have none left. */
    public void truncate(long beforeMillis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        throw new UnsupportedOperationException();
    }
}
