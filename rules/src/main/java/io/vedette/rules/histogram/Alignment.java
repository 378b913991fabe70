package io.vedette.rules.histogram;

import java.util.Arrays;

/**
 * Two histograms with the same buckets: the lower resolution, the wider zero bucket, the common bounds of both.
 *
 * @param boundsReconciled whether custom bounds differed
 */
public record Alignment(FloatHistogram left, FloatHistogram right, boolean boundsReconciled) {
    /** Aligns two histograms that both, or neither, have custom bounds. */
    public static Alignment of(FloatHistogram left, FloatHistogram right) {
        if (left.isCustom()) {
            return left.hasBoundsOf(right) ? new Alignment(left, right, false) : custom(left, right);
        }
        FloatHistogram a = left;
        FloatHistogram b = right;
        while (a.zeroThreshold() != b.zeroThreshold()) {
            if (a.zeroThreshold() > b.zeroThreshold()) {
                b = widened(b, a.zeroThreshold());
            } else {
                a = widened(a, b.zeroThreshold());
            }
        }
        int schema = Math.min(a.schema(), b.schema());
        return new Alignment(a.reducedTo(schema), b.reducedTo(schema), false);
    }

    private static Alignment custom(FloatHistogram left, FloatHistogram right) {
        double[] rightBounds = right.customBounds();
        double[] common = Arrays.stream(left.customBounds())
                .filter(bound -> Arrays.binarySearch(rightBounds, bound) >= 0)
                .toArray();
        return new Alignment(rebinned(left, common), rebinned(right, common), true);
    }

    private static FloatHistogram rebinned(FloatHistogram histogram, double[] bounds) {
        BucketRow moved = histogram.positive().reindexed(index -> {
            int found = Arrays.binarySearch(bounds, histogram.upperBound(index));
            return found >= 0 ? found : -found - 1;
        });
        return histogram.toBuilder()
                .buckets(moved, BucketRow.EMPTY)
                .customBounds(bounds)
                .build();
    }

    /** The same with a zero bucket at least as wide; wider if the threshold would cut a bucket in two. */
    static FloatHistogram widened(FloatHistogram histogram, double threshold) {
        double wide = threshold;
        boolean settled = false;
        while (!settled) {
            double positive = reach(histogram, histogram.positive(), wide);
            double negative = reach(histogram, histogram.negative(), positive);
            settled = negative == wide;
            wide = negative;
        }
        double inZero = histogram.zeroCount();
        int firstPositive = firstOutside(histogram, histogram.positive(), wide);
        int firstNegative = firstOutside(histogram, histogram.negative(), wide);
        for (int i = 0; i < firstPositive; i++) {
            inZero += histogram.positive().count(i);
        }
        for (int i = 0; i < firstNegative; i++) {
            inZero += histogram.negative().count(i);
        }
        return histogram.toBuilder()
                .zero(wide, inZero)
                .buckets(dropped(histogram.positive(), firstPositive), dropped(histogram.negative(), firstNegative))
                .build();
    }

    private static BucketRow dropped(BucketRow row, int first) {
        return first < row.size() ? row.from(row.index(first)) : BucketRow.EMPTY;
    }

    /** The threshold, or the upper bound of the bucket with observations that it cuts in two. */
    private static double reach(FloatHistogram histogram, BucketRow row, double threshold) {
        for (int i = 0; i < row.size(); i++) {
            boolean cut = histogram.upperBound(row.index(i) - 1) < threshold
                    && histogram.upperBound(row.index(i)) > threshold;
            if (cut && row.count(i) != 0) {
                return histogram.upperBound(row.index(i));
            }
        }
        return threshold;
    }

    private static int firstOutside(FloatHistogram histogram, BucketRow row, double threshold) {
        int first = 0;
        while (first < row.size() && histogram.upperBound(row.index(first) - 1) < threshold) {
            first++;
        }
        return first;
    }
}
