package io.vedette.rules.promql.eval;

/** Makes one number of the samples in a range. */
@FunctionalInterface
public interface RangeFunction {
    /**
     * The number for one step.
     *
     * @param step the step of the query, for arguments that differ from step to step
     * @return {@link Frame#ABSENT} for none
     */
    double apply(Window window, int step);
}
