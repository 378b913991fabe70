package io.vedette.agent.probe;

import io.vedette.protocol.metrics.MetricType;
import java.util.ArrayList;
import java.util.List;

/**
 * A histogram with fixed buckets, declared once by the probe that fills it.
 *
 * @param bucket the family of its buckets; the last label is {@code le}
 * @param sum the family of the sums
 * @param count the family of the counts
 * @param upperBounds the buckets' {@code le} as text, {@code +Inf} last
 */
public record HistogramFamily(Family bucket, Family sum, Family count, List<String> upperBounds) {
    public HistogramFamily {
        upperBounds = List.copyOf(upperBounds);
    }

    /**
     * @param upperBounds ascending and finite; a bucket takes values up to and including its bound, and one without
     *     bound is added
     */
    public static HistogramFamily of(String name, String help, double[] upperBounds, String... labelNames) {
        List<String> le = new ArrayList<>(upperBounds.length + 1);
        for (int i = 0; i < upperBounds.length; i++) {
            if (!Double.isFinite(upperBounds[i]) || i > 0 && upperBounds[i] <= upperBounds[i - 1]) {
                throw new IllegalArgumentException("bounds of " + name + " must be finite and ascending");
            }
            le.add(GoFloat.format(upperBounds[i]));
        }
        le.add("+Inf");
        List<String> labels = List.of(labelNames);
        List<String> bucketLabels = new ArrayList<>(labels);
        bucketLabels.add("le");
        return new HistogramFamily(
                new Family(name, name + "_bucket", MetricType.HISTOGRAM, help, bucketLabels),
                new Family(name, name + "_sum", MetricType.HISTOGRAM, help, labels),
                new Family(name, name + "_count", MetricType.HISTOGRAM, help, labels),
                le);
    }
}
