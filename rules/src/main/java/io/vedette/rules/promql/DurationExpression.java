package io.vedette.rules.promql;

import io.vedette.rules.promql.QueryException.Kind;

/**
 * A duration that is computed, such as {@code [5m * 2]} or {@code offset (range() / 4)}. It may depend on the query, so
 * that it has a value only when the query is run. Immutable.
 */
public sealed interface DurationExpression {
    /**
     * Its value in seconds.
     *
     * @param query the step and the length of the query, both 0 for an instant query
     */
    double seconds(QuerySpan query) throws QueryException;

    /**
     * The step and the length of a query.
     *
     * @param stepSeconds between two evaluations
     * @param rangeSeconds from the first to the last
     */
    record QuerySpan(double stepSeconds, double rangeSeconds) {}

    /** The number in milliseconds, cut off to whole ones. */
    default long millis(QuerySpan query) throws QueryException {
        double millis = seconds(query) * 1000;
        if (!(Math.abs(millis) <= DurationText.MAX_MILLIS)) {
            throw new QueryException(Kind.EXECUTION, "duration is out of range");
        }
        return (long) millis;
    }

    /** The same, for where only a duration of more than 0 makes sense. */
    default long positiveMillis(QuerySpan query) throws QueryException {
        long millis = millis(query);
        if (millis <= 0) {
            throw new QueryException(Kind.EXECUTION, "duration must be greater than 0");
        }
        return millis;
    }

    /**
     * A number of seconds.
     *
     * @param duration whether it was written with units
     */
    record Literal(double value, boolean duration) implements DurationExpression {
        @Override
        public double seconds(QuerySpan query) {
            return value;
        }

        @Override
        public String toString() {
            return ExprText.number(value, duration);
        }
    }

    /** {@code step()}: the step of the query. */
    record Step() implements DurationExpression {
        @Override
        public double seconds(QuerySpan query) {
            return query.stepSeconds();
        }

        @Override
        public String toString() {
            return "step()";
        }
    }

    /** {@code range()}: the time from the query's start to its end. */
    record Range() implements DurationExpression {
        @Override
        public double seconds(QuerySpan query) {
            return query.rangeSeconds();
        }

        @Override
        public String toString() {
            return "range()";
        }
    }

    /** A duration with a minus before it. */
    record Negated(DurationExpression inner) implements DurationExpression {
        @Override
        public double seconds(QuerySpan query) throws QueryException {
            return -inner.seconds(query);
        }

        @Override
        public String toString() {
            return "-" + inner;
        }
    }

    /** A duration in parentheses. */
    record Paren(DurationExpression inner) implements DurationExpression {
        @Override
        public double seconds(QuerySpan query) throws QueryException {
            return inner.seconds(query);
        }

        @Override
        public String toString() {
            return "(" + inner + ")";
        }
    }

    /** The larger or the smaller of two durations. */
    record Extreme(boolean larger, DurationExpression left, DurationExpression right) implements DurationExpression {
        @Override
        public double seconds(QuerySpan query) throws QueryException {
            double a = left.seconds(query);
            double b = right.seconds(query);
            return larger ? Math.max(a, b) : Math.min(a, b);
        }

        @Override
        public String toString() {
            return (larger ? "max(" : "min(") + left + ", " + right + ")";
        }
    }

    /** Arithmetic between two durations, or numbers of seconds. */
    record Arithmetic(BinaryOperator operator, DurationExpression left, DurationExpression right)
            implements DurationExpression {
        public Arithmetic {
            if (operator.kind() != BinaryOperator.Kind.ARITHMETIC) {
                throw new IllegalArgumentException("no arithmetic: " + operator.symbol());
            }
        }

        @Override
        public double seconds(QuerySpan query) throws QueryException {
            double a = left.seconds(query);
            double b = right.seconds(query);
            if (b == 0 && operator == BinaryOperator.DIVIDE) {
                throw new QueryException(Kind.EXECUTION, "division by zero");
            }
            if (b == 0 && operator == BinaryOperator.MODULO) {
                throw new QueryException(Kind.EXECUTION, "modulo by zero");
            }
            return operator.compute(a, b);
        }

        @Override
        public String toString() {
            return left + " " + operator.symbol() + " " + right;
        }
    }
}
