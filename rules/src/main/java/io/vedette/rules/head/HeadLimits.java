package io.vedette.rules.head;

import java.time.Duration;

/**
 * How much a {@link Head} may hold.
 *
 * @param window how far back samples are kept; whoever knows the time calls {@link Head#truncate}
 * @param maxBytes memory for samples and index; beyond it the oldest chunks go first; series as such take half of it at
 *     most, then there are no new ones
 * @param maxSeries series in all
 * @param maxSeriesPerInstance series with the same value of the label {@code instance}
 * @param maxSeriesPerMetric series of the same name
 */
public record HeadLimits(
        Duration window, long maxBytes, int maxSeries, int maxSeriesPerInstance, int maxSeriesPerMetric) {
    /** Six hours in 256 MiB: some tens of nodes at a sample every 15 s. */
    public static final HeadLimits DEFAULT =
            new HeadLimits(Duration.ofHours(6), 256L << 20, 1_000_000, 50_000, 500_000);

    public HeadLimits {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window " + window + " must be longer than nothing");
        }
        requirePositive("maxBytes", maxBytes);
        requirePositive("maxSeries", maxSeries);
        requirePositive("maxSeriesPerInstance", maxSeriesPerInstance);
        requirePositive("maxSeriesPerMetric", maxSeriesPerMetric);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " " + value + " must be more than 0");
        }
    }
}
