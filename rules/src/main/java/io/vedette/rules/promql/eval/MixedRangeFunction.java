package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.promql.QueryException;
import org.jspecify.annotations.Nullable;

/** Makes one value of a range that has native histograms in it, with or without numbers beside them. */
@FunctionalInterface
public interface MixedRangeFunction {
    /**
     * The value for one step; null for none.
     *
     * @param step the step of the query, for arguments that differ from step to step
     */
    @Nullable
    Answer apply(MixedWindow window, int step) throws QueryException;

    /**
     * A number or a histogram.
     *
     * @param value the number; without meaning if there is a histogram
     */
    record Answer(double value, @Nullable FloatHistogram histogram) {
        /** A number; none if it is {@link Frame#ABSENT}. */
        public static @Nullable Answer number(double value) {
            return Frame.isAbsent(value) ? null : new Answer(value, null);
        }

        /** A histogram. */
        public static Answer histogram(FloatHistogram histogram) {
            return new Answer(0, histogram);
        }
    }
}
