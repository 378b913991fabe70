package io.vedette.rules.histogram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A native histogram: how many observations fell into each of many buckets. With a standard schema n from -4 to 8 the
 * upper bound of the positive bucket i is 2 to the power of i/2ⁿ; with {@link #CUSTOM_BOUNDS} bounds are listed, and
 * bucket i is that below the i-th bound. Immutable; safe for use by any thread.
 */
public final class FloatHistogram {
    /** The schema of histograms whose bounds are listed. */
    public static final int CUSTOM_BOUNDS = -53;

    private static final double[] NO_BOUNDS = {};

    /** What is known about a counter's reset between the sample before and this one. */
    public enum ResetHint {
        UNKNOWN,
        RESET,
        NOT_RESET,
        /** It is no counter. */
        GAUGE
    }

    /**
     * A bucket.
     *
     * @param lower its lower bound
     * @param upper its upper bound
     * @param count observations in it
     */
    public record Bucket(double lower, double upper, double count) {}

    /** The parts of a histogram while it is made; each may be left as it is. */
    public static final class Builder {
        private int schema;
        private double count;
        private double sum;
        private double zeroThreshold;
        private double zeroCount;
        private BucketRow positive = BucketRow.EMPTY;
        private BucketRow negative = BucketRow.EMPTY;
        private double[] customBounds = NO_BOUNDS;
        private ResetHint hint = ResetHint.UNKNOWN;

        /** The schema, from -4 to 8 or {@link #CUSTOM_BOUNDS}. */
        public Builder schema(int newSchema) {
            this.schema = newSchema;
            return this;
        }

        /** Number and sum of all observations. */
        public Builder total(double newCount, double newSum) {
            this.count = newCount;
            this.sum = newSum;
            return this;
        }

        /** Observations that differ from 0 by no more than a threshold. */
        public Builder zero(double threshold, double newCount) {
            this.zeroThreshold = threshold;
            this.zeroCount = newCount;
            return this;
        }

        /** Observations above the threshold, and those below its negative. */
        public Builder buckets(BucketRow newPositive, BucketRow newNegative) {
            this.positive = newPositive;
            this.negative = newNegative;
            return this;
        }

        /** Upper bounds in ascending order, without the infinite one. */
        public Builder customBounds(double... bounds) {
            this.customBounds = bounds.clone();
            return this;
        }

        /** What is known about a reset. */
        public Builder hint(ResetHint newHint) {
            this.hint = newHint;
            return this;
        }

        /** The histogram. */
        public FloatHistogram build() {
            return new FloatHistogram(this);
        }
    }

    private final int schema;
    private final double count;
    private final double sum;
    private final double zeroThreshold;
    private final double zeroCount;
    private final BucketRow positive;
    private final BucketRow negative;
    private final double[] customBounds;
    private final ResetHint hint;

    private FloatHistogram(Builder parts) {
        this.schema = parts.schema;
        this.count = parts.count;
        this.sum = parts.sum;
        this.zeroThreshold = parts.zeroThreshold;
        this.zeroCount = parts.zeroCount;
        this.positive = parts.positive;
        this.negative = parts.negative;
        this.customBounds = parts.customBounds;
        this.hint = parts.hint;
    }

    /** A builder that begins with the parts of this one. */
    public Builder toBuilder() {
        return new Builder()
                .schema(schema)
                .total(count, sum)
                .zero(zeroThreshold, zeroCount)
                .buckets(positive, negative)
                .customBounds(customBounds)
                .hint(hint);
    }

    /** The schema. */
    public int schema() {
        return schema;
    }

    /** Number of observations. */
    public double count() {
        return count;
    }

    /** Sum of observations. */
    public double sum() {
        return sum;
    }

    /** The width of the zero bucket on either side of 0. */
    public double zeroThreshold() {
        return zeroThreshold;
    }

    /** Observations in the zero bucket. */
    public double zeroCount() {
        return zeroCount;
    }

    /** Buckets of positive observations; all buckets if bounds are custom. */
    public BucketRow positive() {
        return positive;
    }

    /** Buckets of negative observations. */
    public BucketRow negative() {
        return negative;
    }

    /** Upper bounds of custom buckets. */
    public double[] customBounds() {
        return customBounds.clone();
    }

    /** What is known about a reset. */
    public ResetHint hint() {
        return hint;
    }

    /** Whether bounds are listed. */
    public boolean isCustom() {
        return schema == CUSTOM_BOUNDS;
    }

    /** Whether both have the same custom bounds. */
    public boolean hasBoundsOf(FloatHistogram other) {
        return Arrays.equals(customBounds, other.customBounds);
    }

    /** The same with another hint. */
    public FloatHistogram withHint(ResetHint other) {
        return toBuilder().hint(other).build();
    }

    /** All counts and the sum multiplied; negative factors make a gauge of it. */
    public FloatHistogram times(double factor) {
        return scaled(factor, false);
    }

    /** All counts and the sum divided; division by 0 takes all buckets away. */
    public FloatHistogram dividedBy(double divisor) {
        FloatHistogram result = scaled(divisor, true);
        return divisor == 0
                ? result.toBuilder().buckets(BucketRow.EMPTY, BucketRow.EMPTY).build()
                : result;
    }

    private FloatHistogram scaled(double factor, boolean divides) {
        return toBuilder()
                .total(divides ? count / factor : count * factor, divides ? sum / factor : sum * factor)
                .zero(zeroThreshold, divides ? zeroCount / factor : zeroCount * factor)
                .buckets(
                        positive.map(each -> divides ? each / factor : each * factor),
                        negative.map(each -> divides ? each / factor : each * factor))
                .hint(factor < 0 ? ResetHint.GAUGE : hint)
                .build();
    }

    /** The same without empty buckets. */
    public FloatHistogram compacted() {
        return toBuilder().buckets(positive.compacted(), negative.compacted()).build();
    }

    /** The same observations at a lower resolution. */
    FloatHistogram reducedTo(int lowerSchema) {
        if (schema <= lowerSchema) {
            return this;
        }
        int shift = schema - lowerSchema;
        return toBuilder()
                .schema(lowerSchema)
                .buckets(
                        positive.reindexed(index -> reducedIndex(index, shift)),
                        negative.reindexed(index -> reducedIndex(index, shift)))
                .build();
    }

    private static int reducedIndex(int index, int shift) {
        return ((index - 1) >> shift) + 1;
    }

    /** The upper bound of the positive bucket with an index. */
    double upperBound(int index) {
        if (isCustom()) {
            if (index < 0) {
                return Double.NEGATIVE_INFINITY;
            }
            return index < customBounds.length ? customBounds[index] : Double.POSITIVE_INFINITY;
        }
        double exponent = Math.scalb((double) index, -schema);
        return exponent == Math.rint(exponent) && Math.abs(exponent) < 1024
                ? Math.scalb(1.0, (int) exponent)
                : Math.pow(2, exponent);
    }

    /** All buckets with their bounds in ascending order, the zero bucket among them unless it is empty. */
    public List<Bucket> buckets() {
        List<Bucket> all = new ArrayList<>();
        for (int i = negative.size() - 1; i >= 0; i--) {
            int index = negative.index(i);
            all.add(new Bucket(-upperBound(index), -upperBound(index - 1), negative.count(i)));
        }
        if (zeroCount > 0 && !isCustom()) {
            all.add(new Bucket(-zeroThreshold, zeroThreshold, zeroCount));
        }
        for (int i = 0; i < positive.size(); i++) {
            int index = positive.index(i);
            all.add(new Bucket(upperBound(index - 1), upperBound(index), positive.count(i)));
        }
        return all;
    }

    /** The same in descending order. */
    public List<Bucket> bucketsFromAbove() {
        List<Bucket> all = buckets();
        Collections.reverse(all);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatHistogram that
                && schema == that.schema
                && Double.compare(count, that.count) == 0
                && Double.compare(sum, that.sum) == 0
                && zeroThreshold == that.zeroThreshold
                && Double.compare(zeroCount, that.zeroCount) == 0
                && hasBoundsOf(that)
                && positive.compacted().equals(that.positive.compacted())
                && negative.compacted().equals(that.negative.compacted());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new double[] {schema, count, sum, zeroCount});
    }

    /** As Prometheus prints it: {@code {count:3, sum:5, (1,2]:3}}. */
    @Override
    public String toString() {
        return HistogramText.print(this);
    }
}
