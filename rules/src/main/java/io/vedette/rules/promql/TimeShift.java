package io.vedette.rules.promql;

import io.vedette.rules.number.NumberText;
import org.jspecify.annotations.Nullable;

/**
 * When a selector or sub-query looks, other than at the time of evaluation: {@code @} and {@code offset}.
 *
 * @param anchor what {@code @} names
 * @param atMillis the time after {@code @}, milliseconds since the Unix epoch; 0 unless the anchor is
 *     {@link Anchor#TIME}
 * @param offsetMillis how much earlier; negative for later
 * @param offsetExpression how the offset is computed when the query runs; null if it is written as it is
 */
public record TimeShift(
        Anchor anchor,
        long atMillis,
        long offsetMillis,
        @Nullable DurationExpression offsetExpression) {
    /** Neither {@code @} nor {@code offset}. */
    public static final TimeShift NONE = new TimeShift(Anchor.EVALUATION, 0, 0);

    /** What {@code @} names. */
    public enum Anchor {
        /** No {@code @}. */
        EVALUATION,
        TIME,
        /** {@code @ start()}: the start of the whole query. */
        START,
        /** {@code @ end()}: the end of the whole query. */
        END
    }

    /** A shift with an offset that is known. */
    public TimeShift(Anchor anchor, long atMillis, long offsetMillis) {
        this(anchor, atMillis, offsetMillis, null);
    }

    /** Whether there is an {@code @}. */
    public boolean isFixed() {
        return anchor != Anchor.EVALUATION;
    }

    /** Whether there is an {@code offset}. */
    boolean hasOffset() {
        return offsetMillis != 0 || offsetExpression != null;
    }

    TimeShift withOffset(long millis, @Nullable DurationExpression expression) {
        return new TimeShift(anchor, atMillis, millis, expression);
    }

    /** The same with {@code @} at a time. */
    public TimeShift withAnchor(Anchor other, long millis) {
        return new TimeShift(other, millis, offsetMillis, offsetExpression);
    }

    /** As PromQL writes it, with a space before each part; empty if there is none. */
    @Override
    public String toString() {
        String at = switch (anchor) {
            case EVALUATION -> "";
            case TIME -> " @ " + NumberText.millisAsSeconds(atMillis);
            case START -> " @ start()";
            case END -> " @ end()";
        };
        return at + offsetText();
    }

    private String offsetText() {
        if (offsetExpression != null) {
            boolean single = !(offsetExpression instanceof DurationExpression.Arithmetic);
            return " offset " + (single ? offsetExpression : "(" + offsetExpression + ")");
        }
        if (offsetMillis == 0) {
            return "";
        }
        return offsetMillis > 0
                ? " offset " + DurationText.print(offsetMillis)
                : " offset -" + DurationText.print(-offsetMillis);
    }
}
