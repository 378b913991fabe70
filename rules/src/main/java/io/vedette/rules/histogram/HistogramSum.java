package io.vedette.rules.histogram;

import io.vedette.rules.histogram.FloatHistogram.ResetHint;
import java.util.Optional;

/**
 * Addition and subtraction of histograms, after they were brought to the same buckets.
 *
 * @param result the sum or the difference
 * @param hintsCollide whether one was marked as reset and the other as not reset
 * @param boundsReconciled whether custom bounds differed, so that only common ones are left
 */
public record HistogramSum(FloatHistogram result, boolean hintsCollide, boolean boundsReconciled) {
    /** The sum; nothing if only one of them has custom bounds. */
    public static Optional<HistogramSum> add(FloatHistogram left, FloatHistogram right) {
        return combine(left, right, 1);
    }

    /** The difference; nothing if only one of them has custom bounds. */
    public static Optional<HistogramSum> subtract(FloatHistogram left, FloatHistogram right) {
        return combine(left, right, -1);
    }

    private static Optional<HistogramSum> combine(FloatHistogram left, FloatHistogram right, double factor) {
        if (left.isCustom() != right.isCustom()) {
            return Optional.empty();
        }
        Alignment aligned = Alignment.of(left, right);
        FloatHistogram a = aligned.left();
        FloatHistogram b = aligned.right();
        boolean collide = left.hint() != right.hint() && isKnown(left.hint()) && isKnown(right.hint());
        FloatHistogram result = a.toBuilder()
                .total(a.count() + factor * b.count(), a.sum() + factor * b.sum())
                .zero(a.zeroThreshold(), a.zeroCount() + factor * b.zeroCount())
                .buckets(a.positive().plus(b.positive(), factor), a.negative().plus(b.negative(), factor))
                .hint(hint(left.hint(), right.hint()))
                .build();
        return Optional.of(new HistogramSum(result, collide, aligned.boundsReconciled()));
    }

    private static boolean isKnown(ResetHint hint) {
        return hint == ResetHint.RESET || hint == ResetHint.NOT_RESET;
    }

    private static ResetHint hint(ResetHint left, ResetHint right) {
        if (left == right) {
            return left;
        }
        return left == ResetHint.GAUGE || right == ResetHint.GAUGE ? ResetHint.GAUGE : ResetHint.UNKNOWN;
    }
}
