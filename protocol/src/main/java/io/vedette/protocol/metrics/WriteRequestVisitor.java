package io.vedette.protocol.metrics;

/**
 * Receives what {@link WriteRequestReader} finds, in the order of the request. For each series one call to
 * {@link #series}, then one to {@link #sample} for each of its samples.
 */
public interface WriteRequestVisitor {
    /**
     * A series begins.
     *
     * @param namesAndValues label names and values in turn, sorted by name, no name twice, the metric's name among
     *     them; the array belongs to the reader and changes after the call
     * @param length how many entries of the array count (twice the number of labels)
     */
    void series(String[] namesAndValues, int length);

    /** A sample of the series begun last. */
    void sample(long timestampMillis, double value);

    /** What is known of a metric family. */
    default void metadata(String family, MetricType type, String help, String unit) {}

    /** A part that this reader passes over: {@code "histogram"} or {@code "exemplar"}, of the series begun last. */
    default void skipped(String what) {}
}
