package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.promql.AggregateOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import java.util.ArrayList;
import java.util.List;

/** Aggregations of vectors in which there are native histograms. */
final class MixedAggregation {
    private final Expr.Aggregate aggregate;
    private final Frame input;
    private final Notes notes;
    private final HistogramTotals totals;

    private MixedAggregation(Expr.Aggregate aggregate, Frame input, Notes notes) {
        this.aggregate = aggregate;
        this.input = input;
        this.notes = notes;
        this.totals = new HistogramTotals(notes, aggregate.inner().span());
    }

    /** Whether an operator makes something of histograms, or only of numbers. */
    static boolean takesHistograms(AggregateOperator operator) {
        return switch (operator) {
            case SUM, AVG, COUNT, GROUP, COUNT_VALUES, LIMITK, LIMIT_RATIO -> true;
            case MIN, MAX, STDDEV, STDVAR, TOPK, BOTTOMK, QUANTILE -> false;
        };
    }

    /** Takes the histograms away that an operator can't use, with a remark. */
    static void ignoreHistograms(Expr.Aggregate aggregate, Frame input, Notes notes) {
        boolean any = false;
        for (int row = 0; row < input.rows() && !any; row++) {
            for (int step = 0; step < input.steps() && !any; step++) {
                any = input.histogram(row, step) != null;
            }
        }
        if (any) {
            notes.inform(
                    "ignored histogram in " + aggregate.operator().symbol() + " aggregation",
                    aggregate.inner().span());
        }
        input.dropHistograms();
    }

    /** Sums, means, counts and groups. */
    static Frame evaluate(Expr.Aggregate aggregate, Frame input, Budget budget, Notes notes) throws QueryException {
        MixedAggregation aggregation = new MixedAggregation(aggregate, input, notes);
        Groups groups = new Groups(aggregate, input);
        Frame result = groups.emptyResult(input, budget);
        for (int group = 0; group < groups.count(); group++) {
            int[] rows = groups.rows(group);
            budget.work((long) rows.length * input.steps());
            for (int step = 0; step < input.steps(); step++) {
                aggregation.evaluate(rows, step, result, group);
            }
        }
        return result;
    }

    private void evaluate(int[] rows, int step, Frame result, int group) {
        double[] numbers = new double[rows.length];
        int count = 0;
        List<FloatHistogram> histograms = new ArrayList<>();
        String metric = "";
        for (int row : rows) {
            FloatHistogram histogram = input.histogram(row, step);
            if (histogram != null) {
                histograms.add(histogram);
                metric = input.labels(row).metric();
            } else if (!Frame.isAbsent(input.cell(row, step))) {
                numbers[count++] = input.cell(row, step);
            }
        }
        if (count + histograms.size() == 0) {
            return;
        }
        int index = result.offset(group) + step;
        switch (aggregate.operator()) {
            case COUNT -> result.cells()[index] = count + histograms.size();
            case GROUP -> result.cells()[index] = 1;
            default -> {
                if (histograms.isEmpty()) {
                    result.cells()[index] =
                            mean() ? Statistics.mean(numbers, 0, count) : Statistics.sum(numbers, 0, count);
                } else if (count > 0) {
                    notes.warn(
                            "encountered a mix of histograms and floats for aggregation",
                            aggregate.inner().span());
                } else {
                    totals.total(histograms, mean(), metric)
                            .ifPresent(total -> result.setHistogram(group, step, total));
                }
            }
        }
    }

    private boolean mean() {
        return aggregate.operator() == AggregateOperator.AVG;
    }
}
