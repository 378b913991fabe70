package io.vedette.rules.promql;

import java.time.Duration;

/**
 * What one query may use before it ends with an error that says which limit it met. The errors name the settings of a
 * collector's configuration that set the limits: {@code query.max_samples} and so on.
 *
 * @param maxSamples samples in memory at once
 * @param maxBytes memory for samples and for texts that the query makes, at once
 * @param maxSeries series that selectors may match, all selectors together
 * @param maxSteps steps of a range query
 * @param timeout time from start to end
 * @param lookback how far back an instant selector looks for a sample
 */
public record QueryLimits(
        long maxSamples, long maxBytes, int maxSeries, int maxSteps, Duration timeout, Duration lookback) {
    /** Prometheus's defaults where it has some, and an eighth of this JVM's memory. */
    public static final QueryLimits DEFAULT = new QueryLimits(
            50_000_000,
            Runtime.getRuntime().maxMemory() / 8,
            1_000_000,
            11_000,
            Duration.ofMinutes(2),
            Duration.ofMinutes(5));

    /** The same with another time from start to end and another lookback. */
    public QueryLimits with(Duration otherTimeout, Duration otherLookback) {
        return new QueryLimits(maxSamples, maxBytes, maxSeries, maxSteps, otherTimeout, otherLookback);
    }
}
