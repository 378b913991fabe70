package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.series.SampleBuffer;
import java.util.Arrays;

/**
 * The samples of one series in the range of one step: those at {@code from} (inclusive) to {@code to} (exclusive) of
 * the arrays, in ascending time, never stale markers. There is at least one.
 *
 * <p>A window is moved along the series and used again for the next. Not safe for use by several threads.
 */
public final class Window {
    private static final long[] NO_TIMES = {};
    private static final double[] NO_VALUES = {};
    private static final int[] NO_INDEXES = {};

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

    /**
     * What stands for the values at the ends of the range; unless plain, samples around the range are in the window.
     */
    public Bounds bounds = Bounds.PLAIN;

    /** The time of the step, which {@code offset} and {@code @} don't change. */
    public long evaluationMillis;

    private int count;
    private int[] resets = NO_INDEXES;
    /** How many resets there are in all samples; -1 until somebody wants to know. */
    private int resetCount;
    /** The first reset that may be in the range. */
    private int firstReset;

    /** Begins a series: no sample is in the range yet. */
    void begin(SampleBuffer samples) {
        timesMillis = samples.timestampsMillis();
        values = samples.values();
        count = samples.size();
        from = 0;
        to = 0;
        resetCount = -1;
        firstReset = 0;
    }

    /** Moves the range, never backwards; whether any sample is in it. */
    boolean moveTo(long rangeStartMillis, long rangeEndMillis) {
        startMillis = rangeStartMillis;
        endMillis = rangeEndMillis;
        while (to < count && timesMillis[to] <= endMillis) {
            to++;
        }
        while (from < to && timesMillis[from] <= startMillis) {
            from++;
        }
        return from < to;
    }

    /**
     * What a counter stood at before each of its resets in the range, added up. Resets are looked for once for each
     * series, not once for each step.
     */
    public double lostInResets() {
        if (resetCount < 0) {
            findResets();
        }
        while (firstReset < resetCount && resets[firstReset] <= from) {
            firstReset++;
        }
        double lost = 0;
        for (int i = firstReset; i < resetCount && resets[i] < to; i++) {
            lost += values[resets[i] - 1];
        }
        return lost;
    }

    private void findResets() {
        resetCount = 0;
        for (int i = 1; i < count; i++) {
            if (values[i] < values[i - 1]) {
                if (resetCount == resets.length) {
                    resets = Arrays.copyOf(resets, Math.max(16, 2 * resetCount));
                }
                resets[resetCount++] = i;
            }
        }
    }

    /** Number of samples in the range. */
    public int size() {
        return to - from;
    }

    /** Length of the range. */
    public double rangeSeconds() {
        return (endMillis - startMillis) / 1000.0;
    }
}
