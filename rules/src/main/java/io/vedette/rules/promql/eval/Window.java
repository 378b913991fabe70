package io.vedette.rules.promql.eval;

/**
 * The samples of one series in the range of one step: those at {@code from} (inclusive) to {@code to} (exclusive) of
 * the arrays, in ascending time, never stale markers. There is at least one.
 *
 * <p>A window is moved along the series and used again for the next. Not safe for use by several threads.
 */
public final class Window {
    private static final long[] NO_TIMES = {};
    private static final double[] NO_VALUES = {};

    /** Times of samples, milliseconds since the Unix epoch. */
    public long[] timesMillis = NO_TIMES;

    /** Values of samples. */
    public double[] values = NO_VALUES;

    /** Index of the first sample in the range. */
    public int from;

    /** Index after the last sample in the range. */
    public int to;

    /** Where the range begins, exclusive. */
    public long startMillis;

    /** Where the range ends, inclusive. */
    public long endMillis;

    /** The time of the step, which {@code offset} and {@code @} don't change. */
    public long evaluationMillis;

    /** Number of samples in the range. */
    public int size() {
        return to - from;
    }

    /** Length of the range. */
    public double rangeSeconds() {
        return (endMillis - startMillis) / 1000.0;
    }
}
