package io.vedette.protocol.metrics;

import io.vedette.protocol.MalformedRecordException;

/**
 * Receives what {@link WriteRequestReader} finds, in the order of the request. For each series one call to
 * {@link #series}, then one to {@link #sample} for each of its samples.
 */
public interface WriteRequestVisitor {
    /**
     * A series begins.
     *
     * @param labels not checked yet: see {@link SeriesLabels#decode}; shows another series after the call
     * @throws MalformedRecordException if the visitor cannot use them; the series is passed over
     */
    void series(SeriesLabels labels) throws MalformedRecordException;

    /** A sample of the series begun last. */
    void sample(long timestampMillis, double value);

    /** What is known of a metric family. */
    default void metadata(String family, MetricType type, String help, String unit) {}

    /** A part that this reader passes over: {@code "histogram"} or {@code "exemplar"}, of the series begun last. */
    default void skipped(String what) {}

    /**
     * All of a series, or all that is said of a metric family, has been handed over.
     *
     * @param start where it stands in the request, tag and length included
     * @param end the byte behind
     */
    default void taken(int start, int end) throws MalformedRecordException {}

    /**
     * A series was passed over because of its labels. By default that ends the reading.
     *
     * @param fault what {@link #series} threw
     */
    default void refused(MalformedRecordException fault) throws MalformedRecordException {
        throw fault;
    }
}
