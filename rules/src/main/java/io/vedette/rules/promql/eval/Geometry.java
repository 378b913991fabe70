package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.TimeShift;

/**
 * Where a selector looks at each step.
 *
 * @param fixed whether it looks at one time whatever the step
 * @param millis that time, or how much earlier than the step it looks
 */
record Geometry(boolean fixed, long millis) {
    /** Resolves {@code @} and {@code offset}. */
    static Geometry of(TimeShift shift, long queryStartMillis, long queryEndMillis) {
        return switch (shift.anchor()) {
            case EVALUATION -> new Geometry(false, shift.offsetMillis());
            case TIME -> new Geometry(true, shift.atMillis() - shift.offsetMillis());
            case START -> new Geometry(true, queryStartMillis - shift.offsetMillis());
            case END -> new Geometry(true, queryEndMillis - shift.offsetMillis());
        };
    }

    /** The latest time it looks at, at a step. */
    long end(Steps steps, int step) {
        return fixed ? millis : steps.at(step) - millis;
    }

    /** The latest time it looks at, at the first step. */
    long firstEnd(Steps steps) {
        return end(steps, 0);
    }

    /** The latest time it looks at, at the last step. */
    long lastEnd(Steps steps) {
        return end(steps, steps.count() - 1);
    }
}
