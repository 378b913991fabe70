package io.vedette.rules.promql;

import java.time.Duration;

/**
 * What one query may use before it ends with an error that says which limit it met.
 *
 * @param maxSamples samples in memory at once
 * @param maxSeries series that selectors may match, all selectors together
 * @param maxSteps steps of a range query
 * @param timeout time from start to end
 * @param lookback how far back an instant selector looks for a sample
 */
public record QueryLimits(long maxSamples, int maxSeries, int maxSteps, Duration timeout, Duration lookback) {
    /**
     * Prometheus's defaults where it has some; in a small JVM fewer samples, as a sample of a result takes 24 bytes and
     * more than one query may run at once.
     */
    public static final QueryLimits DEFAULT = new QueryLimits(
            Math.min(50_000_000, Runtime.getRuntime().maxMemory() / 64),
            1_000_000,
            11_000,
            Duration.ofMinutes(2),
            Duration.ofMinutes(5));
}
