package io.vedette.rules.histogram;

import io.vedette.rules.histogram.FloatHistogram.Bucket;
import java.util.List;

/**
 * Quantiles of a native histogram and their inverse. Observations are taken to be spread evenly in custom buckets and
 * in the zero bucket, and evenly on a logarithmic scale in the others.
 */
public final class HistogramQuantiles {
    private HistogramQuantiles() {}

    /** What observations that are NaN, which are in no bucket, do to an answer. */
    public enum NanEffect {
        NONE,
        RESULT_IS_NAN,
        RESULT_IS_SKEWED
    }

    /** An answer. */
    public record Answer(double value, NanEffect effect) {
        private Answer(double value) {
            this(value, NanEffect.NONE);
        }
    }

    /** The quantile of a histogram. */
    public static Answer quantile(double q, FloatHistogram histogram) {
        if (q < 0 || q > 1) {
            return new Answer(q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (histogram.count() == 0 || Double.isNaN(q)) {
            return new Answer(Double.NaN);
        }
        boolean hasNaN = Double.isNaN(histogram.sum());
        boolean forward = hasNaN || q < 0.5;
        double rank = (forward ? q : 1 - q) * histogram.count();
        List<Bucket> buckets = forward ? histogram.buckets() : histogram.bucketsFromAbove();
        Bucket bucket = new Bucket(0, 0, 0);
        double count = 0;
        int next = 0;
        while (next < buckets.size()) {
            bucket = buckets.get(next++);
            if (bucket.count() != 0) {
                count += bucket.count();
                if (count >= rank) {
                    break;
                }
            }
        }
        bucket = oneSided(bucket, histogram);
        if (histogram.isCustom()) {
            if (Double.isInfinite(bucket.lower())) {
                if (bucket.upper() <= 0) {
                    return new Answer(bucket.upper());
                }
                bucket = new Bucket(0, bucket.upper(), bucket.count());
            } else if (Double.isInfinite(bucket.upper())) {
                return new Answer(bucket.lower());
            }
        }
        count = Math.min(count, histogram.count());
        if (count < rank) {
            return hasNaN ? new Answer(Double.NaN, NanEffect.RESULT_IS_NAN) : new Answer(bucket.upper());
        }
        double inBucket = forward ? rank - (count - bucket.count()) : count - rank;
        for (; hasNaN && next < buckets.size(); next++) {
            count += buckets.get(next).count();
        }
        NanEffect effect = hasNaN && count < histogram.count() ? NanEffect.RESULT_IS_SKEWED : NanEffect.NONE;
        return new Answer(within(bucket, inBucket / bucket.count(), histogram.isCustom()), effect);
    }

    /** A zero bucket ends at 0 if all other buckets are on one side of it. */
    private static Bucket oneSided(Bucket bucket, FloatHistogram histogram) {
        boolean zero = !histogram.isCustom() && bucket.lower() < 0 && bucket.upper() > 0;
        if (zero && histogram.negative().size() == 0 && histogram.positive().size() > 0) {
            return new Bucket(0, bucket.upper(), bucket.count());
        }
        if (zero && histogram.positive().size() == 0 && histogram.negative().size() > 0) {
            return new Bucket(bucket.lower(), 0, bucket.count());
        }
        return bucket;
    }

    private static double within(Bucket bucket, double share, boolean custom) {
        if (custom || (bucket.lower() <= 0 && bucket.upper() >= 0)) {
            return bucket.lower() + (bucket.upper() - bucket.lower()) * share;
        }
        double lower = Math.log(Math.abs(bucket.lower()));
        double upper = Math.log(Math.abs(bucket.upper()));
        return bucket.lower() > 0
                ? Math.exp(lower + (upper - lower) * share)
                : -Math.exp(upper + (lower - upper) * (1 - share));
    }

    /** The share of observations between two bounds. */
    public static Answer fraction(double lower, double upper, FloatHistogram histogram) {
        if (histogram.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return new Answer(Double.NaN);
        }
        if (lower >= upper) {
            return new Answer(0);
        }
        double inBuckets =
                histogram.buckets().stream().mapToDouble(Bucket::count).sum();
        boolean hasNaN = Double.isNaN(histogram.sum());
        double most = hasNaN ? inBuckets : histogram.count();
        double share = (rank(upper, histogram, most) - rank(lower, histogram, most)) / histogram.count();
        return new Answer(share, hasNaN && inBuckets < histogram.count() ? NanEffect.RESULT_IS_SKEWED : NanEffect.NONE);
    }

    /** How many observations are below a value. */
    private static double rank(double value, FloatHistogram histogram, double most) {
        double before = 0;
        for (Bucket each : histogram.buckets()) {
            boolean linear = histogram.isCustom() || (each.lower() <= 0 && each.upper() >= 0);
            Bucket bucket = linear ? aroundZero(each, histogram) : each;
            if (bucket.lower() >= value) {
                return Math.min(before, most);
            }
            if (bucket.upper() > value) {
                return Math.min(before + bucket.count() * share(value, bucket, linear), most);
            }
            before += bucket.count();
        }
        return most;
    }

    private static Bucket aroundZero(Bucket bucket, FloatHistogram histogram) {
        boolean zero = bucket.lower() <= 0 && bucket.upper() >= 0;
        if (zero && histogram.negative().size() == 0 && histogram.positive().size() > 0) {
            return new Bucket(0, bucket.upper(), bucket.count());
        }
        if (zero && histogram.positive().size() == 0 && histogram.negative().size() > 0) {
            return new Bucket(bucket.lower(), 0, bucket.count());
        }
        return bucket;
    }

    private static double share(double value, Bucket bucket, boolean linear) {
        if (linear) {
            return Double.isInfinite(bucket.lower()) ? 1 : (value - bucket.lower()) / (bucket.upper() - bucket.lower());
        }
        double lower = Math.log(Math.abs(bucket.lower()));
        double upper = Math.log(Math.abs(bucket.upper()));
        double at = Math.log(Math.abs(value));
        return value > 0 ? (at - lower) / (upper - lower) : 1 - (at - upper) / (lower - upper);
    }
}
