package io.vedette.rules.promql;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.eval.Budget;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.QueryRange;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.function.Functions;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.SourceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over series. Holds no state between queries; safe for use by any thread. */
public final class QueryEngine {
    /** Times further from 1970 are brought to this many milliseconds, so that adding ranges to them can't overflow. */
    private static final long MOST_MILLIS = 1L << 61;

    private final QueryLimits limits;
    private final LongSupplier nanos;

    /**
     * An engine that measures time by the machine's monotonic clock.
     *
     * @param limits for each query
     */
    public QueryEngine(QueryLimits limits) {
        this(limits, System::nanoTime);
    }

    /**
     * An engine with a clock of its own.
     *
     * @param limits for each query
     * @param nanos the clock that a query's time is measured by
     */
    public QueryEngine(QueryLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /**
     * Evaluates at one time.
     *
     * @param canceled asked now and then; once true, the query ends with {@link QueryException.Kind#CANCELED}
     */
    public QueryResult instant(SeriesSource source, Expr expression, long atMillis, BooleanSupplier canceled)
            throws QueryException {
        return instant(source, expression, atMillis, QueryContext.alone(canceled));
    }

    /** Evaluates at one time. */
    public QueryResult instant(SeriesSource source, Expr expression, long atMillis, QueryContext context)
            throws QueryException {
        Steps steps = Steps.once(bounded(atMillis));
        QueryRange range = new QueryRange(steps.startMillis(), steps.startMillis(), 0);
        Expr resolved = resolved(expression, range);
        Evaluator evaluator = evaluator(source, resolved, range, steps, context);
        try {
            return withNotes(instantValue(evaluator, resolved, steps), evaluator);
        } catch (SourceException e) {
            throw queryException(e);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /** RE2 follows every part of an expression that may be empty by going one call deeper. */
    private static QueryException tooDeep() {
        return new QueryException(
                Kind.EXECUTION, "a regular expression has too many alternatives or optional parts; use a shorter one");
    }

    private static QueryException queryException(SourceException failure) {
        return failure.getCause() instanceof QueryException own
                ? own
                : new QueryException(Kind.UNAVAILABLE, String.valueOf(failure.getMessage()));
    }

    private static Value instantValue(Evaluator evaluator, Expr expression, Steps steps) throws QueryException {
        long atMillis = steps.startMillis();
        return switch (expression.type()) {
            case SCALAR -> new Value.Scalar(atMillis, evaluator.scalar(expression, steps)[0]);
            case STRING -> new Value.Text(atMillis, Evaluator.text(expression));
            case VECTOR -> new Value.Vector(atMillis, points(evaluator.result(expression, steps)));
            case MATRIX -> new Value.Matrix(evaluator.ranges(expression, steps));
        };
    }

    private static List<Value.Point> points(Frame frame) {
        List<Value.Point> points = new ArrayList<>(frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            points.add(new Value.Point(frame.labels(row), frame.cell(row, 0), frame.histogram(row, 0)));
        }
        return points;
    }

    /**
     * Evaluates at each step from {@code startMillis} to {@code endMillis}, both inclusive. The value is a
     * {@link Value.Matrix}, sorted by labels.
     *
     * @param stepMillis more than 0
     * @param canceled asked now and then; once true, the query ends with {@link QueryException.Kind#CANCELED}
     */
    public QueryResult range(
            SeriesSource source,
            Expr expression,
            long startMillis,
            long endMillis,
            long stepMillis,
            BooleanSupplier canceled)
            throws QueryException {
        return range(source, expression, startMillis, endMillis, stepMillis, QueryContext.alone(canceled));
    }

    /** Evaluates at each step, as the other method of this name does. */
    public QueryResult range(
            SeriesSource source,
            Expr expression,
            long startMillis,
            long endMillis,
            long stepMillis,
            QueryContext context)
            throws QueryException {
        Steps steps = steps(bounded(startMillis), bounded(endMillis), stepMillis);
        QueryRange range = new QueryRange(steps.startMillis(), bounded(endMillis), stepMillis);
        Expr resolved = resolved(expression, range);
        Evaluator evaluator = evaluator(source, resolved, range, steps, context);
        try {
            return withNotes(new Value.Matrix(rows(evaluator, resolved, steps)), evaluator);
        } catch (SourceException e) {
            throw queryException(e);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    private static List<Value.Row> rows(Evaluator evaluator, Expr expression, Steps steps) throws QueryException {
        return switch (expression.type()) {
            case SCALAR -> List.of(row(Labels.EMPTY, evaluator.scalar(expression, steps), 0, steps));
            case VECTOR -> rows(evaluator.result(expression, steps), steps);
            case STRING, MATRIX ->
                throw new QueryException(
                        Kind.EXECUTION,
                        "invalid expression type \"" + expression.type().words()
                                + "\" for range query, must be Scalar or instant Vector");
        };
    }

    private Steps steps(long startMillis, long endMillis, long stepMillis) throws QueryException {
        if (stepMillis < 1) {
            throw new QueryException(
                    Kind.EXECUTION,
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if (endMillis < startMillis) {
            throw new QueryException(Kind.EXECUTION, "end timestamp must not be before start time");
        }
        long count = (endMillis - startMillis) / stepMillis + 1;
        if (count > limits.maxSteps()) {
            throw new QueryException(
                    Kind.EXECUTION,
                    String.format(
                            Locale.ROOT,
                            "exceeded maximum resolution of %,d points per timeseries. Try decreasing the query"
                                    + " resolution (?step=XX) or raise query.max_steps",
                            limits.maxSteps()));
        }
        return new Steps(startMillis, stepMillis, (int) count);
    }

    private static List<Value.Row> rows(Frame frame, Steps steps) {
        List<Value.Row> rows = new ArrayList<>(frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            rows.add(
                    frame.hasHistograms()
                            ? mixedRow(frame, row, steps)
                            : row(frame.labels(row), frame.cells(), frame.offset(row), steps));
        }
        rows.sort(Comparator.comparing(Value.Row::labels));
        return rows;
    }

    private static Value.Row row(Labels labels, double[] cells, int offset, Steps steps) {
        long[] times = new long[steps.count()];
        double[] values = new double[steps.count()];
        int count = 0;
        for (int step = 0; step < steps.count(); step++) {
            double cell = cells[offset + step];
            if (!Frame.isAbsent(cell)) {
                times[count] = steps.at(step);
                values[count++] = cell;
            }
        }
        return count == times.length
                ? new Value.Row(labels, times, values)
                : new Value.Row(labels, Arrays.copyOf(times, count), Arrays.copyOf(values, count));
    }

    private static Value.Row mixedRow(Frame frame, int row, Steps steps) {
        Value.Row numbers = row(frame.labels(row), frame.cells(), frame.offset(row), steps);
        @Nullable FloatHistogram[] histograms = new FloatHistogram[numbers.values().length];
        int count = 0;
        for (int step = 0; step < steps.count(); step++) {
            if (!Frame.isAbsent(frame.cell(row, step))) {
                histograms[count++] = frame.histogram(row, step);
            }
        }
        return new Value.Row(numbers.labels(), numbers.timestampsMillis(), numbers.values(), histograms);
    }

    private Evaluator evaluator(
            SeriesSource source, Expr expression, QueryRange range, Steps steps, QueryContext context)
            throws QueryException {
        QueryStatistics statistics = context.statistics();
        if (statistics != null) {
            statistics.begin(steps.startMillis(), steps.stepMillis(), steps.count());
        }
        Budget budget = new Budget(limits, nanos, context);
        budget.look();
        return new Evaluator(expression, source, range, budget, Functions.vector(), Functions.scalar());
    }

    /** The expression with all durations known. */
    private static Expr resolved(Expr expression, QueryRange range) throws QueryException {
        return DurationResolver.resolve(
                expression, new DurationExpression.QuerySpan(range.stepSeconds(), range.rangeSeconds()));
    }

    private static QueryResult withNotes(Value value, Evaluator evaluator) {
        return new QueryResult(
                value, evaluator.notes().warnings(), evaluator.notes().infos());
    }

    private static long bounded(long millis) {
        return Math.max(-MOST_MILLIS, Math.min(MOST_MILLIS, millis));
    }
}
