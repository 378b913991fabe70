package io.vedette.rules.promql;

import io.vedette.rules.labels.LabelMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parsed expression. Immutable; safe for use by any thread. {@code toString} prints it in canonical PromQL, which
 * parses to the same expression.
 */
public sealed interface Expr {
    /** The type it evaluates to. */
    ValueType type();

    /** Where it stands in the text it was parsed from. */
    Span span();

    /** The expressions it is made of, in the order written. */
    List<Expr> children();

    /** All instant selectors in it, those of range selectors too, in the order written. */
    default List<VectorSelector> selectors() {
        List<VectorSelector> found = new ArrayList<>();
        Deque<Expr> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            Expr next = open.pop();
            if (next instanceof VectorSelector selector) {
                found.add(selector);
            }
            for (int i = next.children().size() - 1; i >= 0; i--) {
                open.push(next.children().get(i));
            }
        }
        return found;
    }

    /** This expression without the parentheses around it. */
    default Expr bare() {
        return this instanceof Paren paren ? paren.inner().bare() : this;
    }

    /**
     * A number.
     *
     * @param duration whether it was written as a duration, which is a number of seconds
     */
    record NumberLiteral(double value, boolean duration, Span span) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /** A text. */
    record StringLiteral(String value, Span span) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /**
     * An instant selector.
     *
     * @param name the metric's name where it stands before the braces, else empty
     * @param matchers all conditions, that on the name among them
     * @param bounds how it answers between samples
     */
    record VectorSelector(String name, List<LabelMatcher> matchers, TimeShift shift, Bounds bounds, Span span)
            implements Expr {
        /** What stands for the value at a time, or at the ends of a range, at which there is no sample. */
        public enum Bounds {
            /** Only samples count. */
            PLAIN,
            /** {@code anchored}: the sample before. */
            ANCHORED,
            /** {@code smoothed}: a line from the sample before to the one after. */
            SMOOTHED;

            /** As PromQL writes it, with a space before; empty for {@link #PLAIN}. */
            String suffix() {
                return this == PLAIN ? "" : " " + name().toLowerCase(Locale.ROOT);
            }
        }

        public VectorSelector {
            matchers = List.copyOf(matchers);
        }

        /** A selector without {@code anchored} or {@code smoothed}. */
        public VectorSelector(String name, List<LabelMatcher> matchers, TimeShift shift, Span span) {
            this(name, matchers, shift, Bounds.PLAIN, span);
        }

        /** The same looking at another time. */
        public VectorSelector with(TimeShift other) {
            return new VectorSelector(name, matchers, other, bounds, span);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /**
     * A range selector. The shift of {@code vector} counts for the range.
     *
     * @param rangeMillis more than 0; 0 if it is computed
     * @param rangeExpression how the range is computed when the query runs; null if it is written as it is
     */
    record MatrixSelector(
            VectorSelector vector,
            long rangeMillis,
            @Nullable DurationExpression rangeExpression,
            Span span) implements Expr {
        /** A selector of a range that is known. */
        public MatrixSelector(VectorSelector vector, long rangeMillis, Span span) {
            this(vector, rangeMillis, null, span);
        }

        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        @Override
        public List<Expr> children() {
            return List.of(vector);
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /**
     * An expression evaluated at each step of a range.
     *
     * @param rangeMillis more than 0; 0 if it is computed
     * @param rangeExpression how the range is computed when the query runs; null if it is written as it is
     * @param stepMillis more than 0, or 0 for the default
     * @param stepExpression how the step is computed when the query runs; null if it is written as it is, or not at all
     */
    record Subquery(
            Expr inner,
            long rangeMillis,
            @Nullable DurationExpression rangeExpression,
            long stepMillis,
            @Nullable DurationExpression stepExpression,
            TimeShift shift,
            Span span)
            implements Expr {
        /** A sub-query whose range and step are known. */
        public Subquery(Expr inner, long rangeMillis, long stepMillis, TimeShift shift, Span span) {
            this(inner, rangeMillis, null, stepMillis, null, shift, span);
        }

        /** The same looking at another time. */
        public Subquery with(TimeShift other) {
            return new Subquery(inner, rangeMillis, rangeExpression, stepMillis, stepExpression, other, span);
        }

        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        @Override
        public List<Expr> children() {
            return List.of(inner);
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /** An expression in parentheses. */
    record Paren(Expr inner, Span span) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }

        @Override
        public List<Expr> children() {
            return List.of(inner);
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /** An expression with a sign before it. */
    record Unary(boolean negative, Expr inner, Span span) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }

        @Override
        public List<Expr> children() {
            return List.of(inner);
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /**
     * Two expressions with an operator between.
     *
     * @param bool whether a comparison answers 0 or 1 in place of filtering
     * @param matching between two vectors; without meaning if either side is a scalar
     */
    record Binary(
            BinaryOperator operator,
            Expr left,
            Expr right,
            boolean bool,
            VectorMatching matching,
            Span operatorSpan,
            Span span)
            implements Expr {
        @Override
        public ValueType type() {
            // Chains of operators may be long, so that their left sides are gone through without recursion.
            Expr first = this;
            while (first instanceof Binary binary) {
                if (binary.right.type() != ValueType.SCALAR) {
                    return ValueType.VECTOR;
                }
                first = binary.left;
            }
            return first.type() == ValueType.SCALAR ? ValueType.SCALAR : ValueType.VECTOR;
        }

        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /**
     * An aggregation.
     *
     * @param parameter as the operator wants it; null if it wants none
     * @param labels named after {@code by} or {@code without}
     * @param without whether the labels named are left out, or alone kept
     */
    record Aggregate(
            AggregateOperator operator,
            Expr inner,
            @Nullable Expr parameter,
            List<String> labels,
            boolean without,
            Span span)
            implements Expr {
        public Aggregate {
            labels = List.copyOf(labels);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }

        @Override
        public List<Expr> children() {
            return parameter == null ? List.of(inner) : List.of(parameter, inner);
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }

    /** A function's call. */
    record Call(FunctionSignature function, List<Expr> arguments, Span span) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ValueType type() {
            return function.result();
        }

        @Override
        public List<Expr> children() {
            return arguments;
        }

        @Override
        public String toString() {
            return ExprText.print(this);
        }
    }
}
