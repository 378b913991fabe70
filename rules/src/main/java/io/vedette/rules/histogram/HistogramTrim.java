package io.vedette.rules.histogram;

import io.vedette.rules.histogram.FloatHistogram.Bucket;
import java.util.function.IntFunction;

/**
 * Takes the observations above or below a value away. Where the value lies in a bucket its observations are split as
 * quantiles would split them; the sum is then estimated from the middles of what is left.
 */
public final class HistogramTrim {
    private final FloatHistogram histogram;
    private final double at;
    private final boolean keepsBelow;
    private double count;
    private double sum;
    private boolean changed;

    private HistogramTrim(FloatHistogram histogram, double at, boolean keepsBelow) {
        this.histogram = histogram;
        this.at = at;
        this.keepsBelow = keepsBelow;
    }

    /** What is left of a histogram. */
    public static FloatHistogram trim(FloatHistogram histogram, double at, boolean keepsBelow) {
        return new HistogramTrim(histogram, at, keepsBelow).trim();
    }

    private FloatHistogram trim() {
        BucketRow positive = trimmed(
                histogram.positive(),
                index -> new Bucket(histogram.upperBound(index - 1), histogram.upperBound(index), 0));
        BucketRow negative = trimmed(
                histogram.negative(),
                index -> new Bucket(-histogram.upperBound(index), -histogram.upperBound(index - 1), 0));
        double zero = histogram.zeroCount() > 0 && !histogram.isCustom() ? zero() : 0;
        if (!changed) {
            return histogram;
        }
        return histogram.toBuilder()
                .total(count, sum)
                .zero(histogram.zeroThreshold(), zero)
                .buckets(positive.compacted(), negative.compacted())
                .build();
    }

    private BucketRow trimmed(BucketRow row, IntFunction<Bucket> bounds) {
        int[] position = {0};
        return row.map(each -> {
            Bucket bucket = bounds.apply(row.index(position[0]++));
            return keep(bucket.lower(), bucket.upper(), each, histogram.isCustom());
        });
    }

    private double zero() {
        boolean onlyPositive =
                histogram.positive().size() > 0 && histogram.negative().size() == 0;
        boolean onlyNegative =
                histogram.negative().size() > 0 && histogram.positive().size() == 0;
        double lower = onlyPositive ? 0 : -histogram.zeroThreshold();
        double upper = onlyNegative ? 0 : histogram.zeroThreshold();
        return keep(lower, upper, histogram.zeroCount(), true);
    }

    private double keep(double lower, double upper, double observations, boolean linear) {
        if (observations == 0) {
            return observations;
        }
        double from = keepsBelow ? lower : Math.max(lower, at);
        double to = keepsBelow ? Math.min(upper, at) : upper;
        double kept = 0;
        if (from < to || (from == to && lower == upper)) {
            kept = from == lower && to == upper ? observations : observations * share(lower, upper, linear);
        }
        count += kept;
        sum += kept == 0 ? 0 : kept * middle(from, to, linear);
        changed |= kept != observations;
        return kept;
    }

    /** The share of a bucket's observations that is kept, where the value lies in it. */
    private double share(double lower, double upper, boolean linear) {
        double below;
        if (Double.isInfinite(upper)) {
            below = 0;
        } else if (linear) {
            double start = Double.isInfinite(lower) ? Math.min(0, upper) : lower;
            below = upper > start ? Math.max(0, (at - start) / (upper - start)) : 0;
        } else {
            double low = Math.log(Math.abs(lower));
            double high = Math.log(Math.abs(upper));
            below = (Math.log(Math.abs(at)) - low) / (high - low);
        }
        return keepsBelow ? below : 1 - below;
    }

    private static double middle(double from, double to, boolean linear) {
        if (Double.isInfinite(from)) {
            return Double.isInfinite(to) ? 0 : to > 0 ? to / 2 : to;
        }
        if (Double.isInfinite(to)) {
            return from;
        }
        if (linear) {
            return (from + to) / 2;
        }
        double middle = Math.sqrt(Math.abs(from * to));
        return to > 0 ? middle : -middle;
    }
}
