package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.AggregateOperator;
import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.Value;
import io.vedette.rules.promql.ValueType;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.SeriesSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Evaluates one query. Each expression is evaluated for all steps at once, so that label sets and matches are worked
 * out once for each series and not for each step. Not safe for use by several threads.
 */
public final class Evaluator {
    private final Budget budget;
    private final QueryRange range;
    private final Notes notes = new Notes();
    private final Selectors selectors;
    private final StepInvariance invariance;
    private final Map<String, VectorFunction> vectorFunctions;
    private final Map<String, ScalarFunction> scalarFunctions;

    /**
     * Prepares one query.
     *
     * @param root the whole query; only it and its parts can be evaluated
     * @param range the times of the query
     */
    public Evaluator(
            Expr root,
            SeriesSource source,
            QueryRange range,
            Budget budget,
            Map<String, VectorFunction> vectorFunctions,
            Map<String, ScalarFunction> scalarFunctions) {
        this.budget = budget;
        this.range = range;
        this.selectors = new Selectors(this, source, budget, range.startMillis(), range.endMillis());
        this.invariance = new StepInvariance(root);
        this.vectorFunctions = vectorFunctions;
        this.scalarFunctions = scalarFunctions;
    }

    /** Where functions leave warnings and remarks. */
    public Notes notes() {
        return notes;
    }

    /** The times the whole query was asked for. */
    public QueryRange queryRange() {
        return range;
    }

    /** What is left for the query to use. */
    public Budget budget() {
        return budget;
    }

    /** Evaluates a whole query that is an instant vector: names dropped, no row without values. */
    public Frame result(Expr root, Steps steps) throws QueryException {
        return vector(root, steps).withoutEmptyRows().withNamesDropped();
    }

    /** The samples of a range vector at one time: a row for each series, sorted by labels. */
    public List<Value.Row> ranges(Expr samples, Steps steps) throws QueryException {
        return selectors.ranges(samples, steps);
    }

    /** Evaluates an instant vector; the caller owns the frame. */
    public Frame vector(Expr expression, Steps steps) throws QueryException {
        if (steps.count() > 1 && invariance.holds(expression)) {
            return vectorAtEachStep(expression, Steps.once(steps.startMillis())).repeated(steps.count());
        }
        return vectorAtEachStep(expression, steps);
    }

    private Frame vectorAtEachStep(Expr expression, Steps steps) throws QueryException {
        budget.work(1);
        if (expression instanceof Expr.VectorSelector selector) {
            return selectors.instant(selector, steps, false);
        } else if (expression instanceof Expr.Paren paren) {
            return vector(paren.inner(), steps);
        } else if (expression instanceof Expr.Unary unary) {
            return unary(unary, steps);
        } else if (expression instanceof Expr.Binary binary) {
            return binary(binary, steps);
        } else if (expression instanceof Expr.Aggregate aggregate) {
            return Aggregations.evaluate(aggregate, this, steps);
        } else if (expression instanceof Expr.Call call) {
            VectorFunction function = vectorFunctions.get(call.function().name());
            RangeModifiers.check(call);
            if (function != null) {
                return function.apply(call, this, steps);
            }
        }
        throw unsupported(expression);
    }

    /** Evaluates a scalar: a number for each step. */
    public double[] scalar(Expr expression, Steps steps) throws QueryException {
        budget.work(steps.count());
        if (expression instanceof Expr.NumberLiteral number) {
            double[] values = new double[steps.count()];
            Arrays.fill(values, number.value());
            return values;
        } else if (expression instanceof Expr.Paren paren) {
            return scalar(paren.inner(), steps);
        } else if (expression instanceof Expr.Unary unary) {
            double[] values = scalar(unary.inner(), steps);
            for (int i = 0; unary.negative() && i < values.length; i++) {
                values[i] = -values[i];
            }
            return values;
        } else if (expression instanceof Expr.Binary binary) {
            return scalars(binary, steps);
        } else if (expression instanceof Expr.Call call) {
            ScalarFunction function = scalarFunctions.get(call.function().name());
            if (function != null) {
                return function.apply(call, this, steps);
            }
        }
        throw unsupported(expression);
    }

    /** The text an expression of type string stands for. */
    public static String text(Expr expression) {
        if (expression.bare() instanceof Expr.StringLiteral literal) {
            return literal.value();
        }
        throw new IllegalArgumentException("not a string: " + expression);
    }

    /**
     * Applies a function to the samples in the range of each step, of each series of a range vector. Histograms are
     * ignored, with a remark where there are numbers beside them.
     */
    public Frame overRange(Expr samples, boolean dropsNames, Steps steps, RangeFunction function)
            throws QueryException {
        return selectors.overRange(samples, dropsNames, steps, function, (window, step) -> {
            if (window.numbers().size() == 0) {
                return null;
            }
            if (window.isMixed()) {
                notes.inform(
                        "ignored histograms in a range containing both floats and histograms for metric name "
                                + LabelNames.quote(window.labels().metric()),
                        samples.span());
            }
            return MixedRangeFunction.Answer.number(function.apply(window.numbers(), step));
        });
    }

    /** The same with a function for ranges that have histograms in them. */
    public Frame overRange(
            Expr samples, boolean dropsNames, Steps steps, RangeFunction function, MixedRangeFunction mixed)
            throws QueryException {
        return selectors.overRange(samples, dropsNames, steps, function, mixed);
    }

    /** The times of the samples that an instant selector finds, in seconds. */
    public Frame sampleTimes(Expr.VectorSelector selector, Steps steps) throws QueryException {
        if (steps.count() > 1 && invariance.holds(selector)) {
            return selectors
                    .instant(selector, Steps.once(steps.startMillis()), true)
                    .repeated(steps.count());
        }
        return selectors.instant(selector, steps, true);
    }

    private Frame unary(Expr.Unary unary, Steps steps) throws QueryException {
        Frame frame = vector(unary.inner(), steps);
        if (unary.negative()) {
            HistogramOperations.negate(frame);
            double[] cells = frame.cells();
            for (int i = 0; i < frame.offset(frame.rows()); i++) {
                if (!Frame.isAbsent(cells[i]) && !SampleBuffer.isHistogram(cells[i])) {
                    cells[i] = -cells[i];
                }
            }
            frame.dropNames();
        }
        return frame;
    }

    /** Operators one after the other, which may be many, are gone through without recursion for each. */
    private double[] scalars(Expr.Binary last, Steps steps) throws QueryException {
        Deque<Expr.Binary> chain = new ArrayDeque<>();
        Expr first = last;
        while (first instanceof Expr.Binary binary) {
            chain.push(binary);
            first = binary.left();
        }
        double[] values = scalar(first, steps);
        for (Expr.Binary binary : chain) {
            double[] right = scalar(binary.right(), steps);
            BinaryOperator operator = binary.operator();
            boolean comparison = operator.kind() == BinaryOperator.Kind.COMPARISON;
            for (int i = 0; i < values.length; i++) {
                values[i] = comparison
                        ? operator.holds(values[i], right[i]) ? 1 : 0
                        : operator.compute(values[i], right[i]);
            }
        }
        return values;
    }

    /** The same for vectors. */
    private Frame binary(Expr.Binary last, Steps steps) throws QueryException {
        Deque<Expr.Binary> chain = new ArrayDeque<>();
        Expr.Binary first = last;
        while (first.left() instanceof Expr.Binary left
                && left.type() == ValueType.VECTOR
                && !(steps.count() > 1 && invariance.holds(left))) {
            chain.push(first);
            first = left;
        }
        Frame result;
        if (first.left().type() == ValueType.SCALAR) {
            double[] scalar = scalar(first.left(), steps);
            result = ScalarOperations.evaluate(first, vector(first.right(), steps), scalar, true, notes);
        } else {
            result = combined(first, vector(first.left(), steps), steps);
        }
        for (Expr.Binary next : chain) {
            budget.work(1);
            result = combined(next, result, steps);
        }
        return result;
    }

    private Frame combined(Expr.Binary binary, Frame left, Steps steps) throws QueryException {
        if (binary.right().type() == ValueType.SCALAR) {
            return ScalarOperations.evaluate(binary, left, scalar(binary.right(), steps), false, notes);
        }
        Frame right = vector(binary.right(), steps);
        Frame result = binary.operator().kind() == BinaryOperator.Kind.SET
                ? SetOperations.evaluate(binary, left, right, budget)
                : VectorOperations.evaluate(binary, left, right, budget, notes);
        left.release();
        right.release();
        return result;
    }

    private static QueryException unsupported(Expr expression) {
        return new QueryException(Kind.EXECUTION, "cannot evaluate " + expression);
    }

    /** The parameter of an aggregation at each step. */
    double[] parameter(Expr.Aggregate aggregate, Steps steps) throws QueryException {
        Expr parameter = aggregate.parameter();
        if (parameter == null || aggregate.operator() == AggregateOperator.COUNT_VALUES) {
            return new double[0];
        }
        return scalar(parameter, steps);
    }
}
