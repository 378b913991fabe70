package io.vedette.rules.promql;

/**
 * When a selector or sub-query looks, other than at the time of evaluation: {@code @} and {@code offset}.
 *
 * @param anchor what {@code @} names
 * @param atMillis the time after {@code @}, milliseconds since the Unix epoch; 0 unless the anchor is
 *     {@link Anchor#TIME}
 * @param offsetMillis how much earlier; negative for later
 */
public record TimeShift(Anchor anchor, long atMillis, long offsetMillis) {
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

    /** Whether there is an {@code @}. */
    public boolean isFixed() {
        return anchor != Anchor.EVALUATION;
    }

    TimeShift withOffset(long millis) {
        return new TimeShift(anchor, atMillis, millis);
    }

    TimeShift withAnchor(Anchor other, long millis) {
        return new TimeShift(other, millis, offsetMillis);
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
        String offset = offsetMillis == 0
                ? ""
                : offsetMillis > 0
                        ? " offset " + DurationText.print(offsetMillis)
                        : " offset -" + DurationText.print(-offsetMillis);
        return at + offset;
    }
}
