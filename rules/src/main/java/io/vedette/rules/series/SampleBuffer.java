package io.vedette.rules.series;

import io.vedette.rules.histogram.FloatHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one series in ascending time, in growing arrays that are used again and again. The value of a sample that
 * is a native histogram is {@link #HISTOGRAM}, and the histogram stands in an array of its own.
 *
 * <p>Not safe for use by several threads.
 */
public final class SampleBuffer {
    private static final long HISTOGRAM_BITS = 0x7ff0000000000004L;

    /** The NaN that says a histogram stands in place of a number; compare with {@link #isHistogram}. */
    public static final double HISTOGRAM = Double.longBitsToDouble(HISTOGRAM_BITS);

    private long[] timestampsMillis = new long[256];
    private double[] values = new double[256];
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int size;

    /** Whether a value says that a histogram stands in its place. */
    public static boolean isHistogram(double value) {
        return Double.doubleToRawLongBits(value) == HISTOGRAM_BITS;
    }

    /** Forgets the samples, keeps the arrays. */
    public void clear() {
        size = 0;
        histograms = null;
    }

    /** Adds a sample later than those before it. */
    public void add(long timestampMillis, double value) {
        if (size == timestampsMillis.length) {
            timestampsMillis = Arrays.copyOf(timestampsMillis, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        timestampsMillis[size] = timestampMillis;
        values[size++] = value;
    }

    /**
     * Makes room for samples later than those before, to be written into the arrays; ask for these afterwards.
     *
     * @param samples that count from now on
     * @param spare places behind them that may be written to and do not count
     * @return the index of the first
     */
    public int extend(int samples, int spare) {
        int needed = size + samples + spare;
        if (needed > timestampsMillis.length) {
            int length = Math.max(needed, 2 * timestampsMillis.length);
            timestampsMillis = Arrays.copyOf(timestampsMillis, length);
            values = Arrays.copyOf(values, length);
        }
        int first = size;
        size += samples;
        return first;
    }

    /** Adds a histogram later than the samples before it. */
    public void add(long timestampMillis, FloatHistogram histogram) {
        add(timestampMillis, HISTOGRAM);
        @Nullable FloatHistogram[] all = histograms == null ? new FloatHistogram[values.length] : histograms;
        if (all.length < size) {
            all = Arrays.copyOf(all, values.length);
        }
        all[size - 1] = histogram;
        histograms = all;
    }

    /** Whether any sample is a histogram. */
    public boolean hasHistograms() {
        return histograms != null;
    }

    /** The histogram that a sample is; null if it is a number. */
    public @Nullable FloatHistogram histogram(int index) {
        return histograms != null && isHistogram(values[index]) ? histograms[index] : null;
    }

    /** Takes all stale markers away. */
    public void removeStaleMarkers() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!StaleMarker.is(values[i])) {
                if (kept != i) {
                    timestampsMillis[kept] = timestampsMillis[i];
                    values[kept] = values[i];
                    if (histograms != null && i < histograms.length) {
                        histograms[kept] = histograms[i];
                    }
                }
                kept++;
            }
        }
        size = kept;
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** Time of a sample, milliseconds since the Unix epoch. */
    public long timestampMillis(int index) {
        return timestampsMillis[index];
    }

    /** Value of a sample; a stale marker is {@link StaleMarker#VALUE}. */
    public double value(int index) {
        return values[index];
    }

    /** The times, of which the first {@link #size} count; changes with the next {@link #add} or {@link #clear}. */
    public long[] timestampsMillis() {
        return timestampsMillis;
    }

    /** The values, of which the first {@link #size} count; changes with the next {@link #add} or {@link #clear}. */
    public double[] values() {
        return values;
    }
}
