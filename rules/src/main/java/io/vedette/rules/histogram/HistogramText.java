package io.vedette.rules.histogram;

import io.vedette.rules.number.NumberText;

/** Histograms as Prometheus prints them. */
final class HistogramText {
    private HistogramText() {}

    static String print(FloatHistogram histogram) {
        StringBuilder out = new StringBuilder("{count:");
        out.append(NumberText.general(histogram.count()));
        out.append(", sum:").append(NumberText.general(histogram.sum()));
        for (FloatHistogram.Bucket bucket : histogram.buckets()) {
            if (bucket.count() != 0) {
                append(out, bucket, histogram);
            }
        }
        return out.append('}').toString();
    }

    private static void append(StringBuilder out, FloatHistogram.Bucket bucket, FloatHistogram histogram) {
        boolean zero = !histogram.isCustom() && bucket.lower() == -bucket.upper();
        boolean lowerIncluded = zero || (histogram.isCustom() ? Double.isInfinite(bucket.lower()) : bucket.lower() < 0);
        boolean upperIncluded = zero || histogram.isCustom() || bucket.upper() > 0;
        out.append(", ")
                .append(lowerIncluded ? '[' : '(')
                .append(NumberText.general(bucket.lower()))
                .append(',')
                .append(NumberText.general(bucket.upper()))
                .append(upperIncluded ? ']' : ')')
                .append(':')
                .append(NumberText.general(bucket.count()));
    }
}
