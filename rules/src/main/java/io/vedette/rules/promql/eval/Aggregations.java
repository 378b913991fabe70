package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import java.util.Arrays;

/** Aggregations, by kind of operator. */
final class Aggregations {
    private Aggregations() {}

    static Frame evaluate(Expr.Aggregate aggregate, Evaluator evaluator, Steps steps) throws QueryException {
        Frame input = evaluator.vector(aggregate.inner(), steps);
        boolean mixed = input.hasHistograms();
        if (mixed && !MixedAggregation.takesHistograms(aggregate.operator())) {
            MixedAggregation.ignoreHistograms(aggregate, input, evaluator.notes());
        }
        Frame result = switch (aggregate.operator()) {
            case SUM, AVG, COUNT, GROUP ->
                mixed
                        ? MixedAggregation.evaluate(aggregate, input, evaluator.budget(), evaluator.notes())
                        : columns(aggregate, input, evaluator);
            case MIN, MAX, STDDEV, STDVAR -> columns(aggregate, input, evaluator);
            case QUANTILE -> quantile(aggregate, input, evaluator, evaluator.parameter(aggregate, steps));
            case TOPK, BOTTOMK ->
                RankAggregation.evaluate(aggregate, input, evaluator.parameter(aggregate, steps), evaluator.budget());
            case LIMITK, LIMIT_RATIO ->
                LimitAggregation.evaluate(aggregate, input, evaluator.parameter(aggregate, steps), evaluator);
            case COUNT_VALUES -> CountValues.evaluate(aggregate, input, evaluator.budget());
        };
        input.release();
        return result;
    }

    private static Frame columns(Expr.Aggregate aggregate, Frame input, Evaluator evaluator) throws QueryException {
        Groups groups = new Groups(aggregate, input);
        Frame result = groups.emptyResult(input, evaluator.budget());
        double[] column = new double[groups.largest()];
        for (int group = 0; group < groups.count(); group++) {
            int[] rows = groups.rows(group);
            evaluator.budget().work((long) rows.length * input.steps());
            for (int step = 0; step < input.steps(); step++) {
                int count = gather(input, rows, step, column);
                if (count > 0) {
                    result.cells()[result.offset(group) + step] = ofColumn(aggregate, column, count);
                }
            }
        }
        return result;
    }

    private static double ofColumn(Expr.Aggregate aggregate, double[] column, int count) {
        return switch (aggregate.operator()) {
            case SUM -> Statistics.sum(column, 0, count);
            case AVG -> Statistics.mean(column, 0, count);
            case COUNT -> count;
            case MIN -> least(column, count);
            case MAX -> greatest(column, count);
            case STDDEV -> Math.sqrt(Statistics.variance(column, 0, count));
            case STDVAR -> Statistics.variance(column, 0, count);
            case GROUP, QUANTILE, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES -> 1;
        };
    }

    private static double least(double[] column, int count) {
        double least = column[0];
        for (int i = 1; i < count; i++) {
            if (column[i] < least || Double.isNaN(least)) {
                least = column[i];
            }
        }
        return least;
    }

    private static double greatest(double[] column, int count) {
        double greatest = column[0];
        for (int i = 1; i < count; i++) {
            if (column[i] > greatest || Double.isNaN(greatest)) {
                greatest = column[i];
            }
        }
        return greatest;
    }

    private static Frame quantile(Expr.Aggregate aggregate, Frame input, Evaluator evaluator, double[] quantiles)
            throws QueryException {
        Expr parameter = aggregate.parameter();
        for (double q : quantiles) {
            if (!(q >= 0 && q <= 1) && parameter != null) {
                Quantiles.warn(q, evaluator.notes(), parameter.span());
            }
        }
        Groups groups = new Groups(aggregate, input);
        Frame result = groups.emptyResult(input, evaluator.budget());
        double[] column = new double[groups.largest()];
        for (int group = 0; group < groups.count(); group++) {
            int[] rows = groups.rows(group);
            evaluator.budget().work((long) rows.length * input.steps());
            for (int step = 0; step < input.steps(); step++) {
                int count = gather(input, rows, step, column);
                if (count > 0) {
                    result.cells()[result.offset(group) + step] = Statistics.quantile(quantiles[step], column, count);
                }
            }
        }
        return result;
    }

    /** Puts the values that these rows have at a step into an array; how many there are. */
    private static int gather(Frame input, int[] rows, int step, double[] into) {
        int count = 0;
        for (int row : rows) {
            double cell = input.cell(row, step);
            if (!Frame.isAbsent(cell)) {
                into[count++] = cell;
            }
        }
        return count;
    }

    /** Labels named, each once and in order. */
    static String[] sortedLabels(Expr.Aggregate aggregate) {
        String[] names = aggregate.labels().toArray(String[]::new);
        Arrays.sort(names);
        return names;
    }

    /** The labels of the group that labels belong to. */
    static Labels groupLabels(Expr.Aggregate aggregate, String[] sortedNames, Labels labels) {
        if (aggregate.without()) {
            return labels.filter(name -> !Frame.isMetadata(name) && Arrays.binarySearch(sortedNames, name) < 0);
        }
        return sortedNames.length == 0
                ? Labels.EMPTY
                : labels.filter(name -> Arrays.binarySearch(sortedNames, name) >= 0);
    }
}
