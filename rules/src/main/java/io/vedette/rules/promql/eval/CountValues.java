package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** {@code count_values}: how often each value occurs, the value being a label. */
final class CountValues {
    /** About what the labels of a row take in memory. */
    private static final int LABELS_CHARACTERS = 100;

    private CountValues() {}

    static Frame evaluate(Expr.Aggregate aggregate, Frame input, Budget budget) throws QueryException {
        Expr parameter = aggregate.parameter();
        String label = parameter == null ? "" : Evaluator.text(parameter);
        if (!LabelNames.isValid(label)) {
            throw new QueryException(Kind.EXECUTION, "invalid label name " + LabelNames.quote(label));
        }
        String[] names = Aggregations.sortedLabels(aggregate);
        Frame result = new Frame(0, input.steps(), budget);
        Map<Labels, Integer> resultRows = new HashMap<>();
        for (int row = 0; row < input.rows(); row++) {
            Labels group = Aggregations.groupLabels(aggregate, names, input.labels(row));
            budget.work(input.steps());
            double last = Frame.ABSENT;
            FloatHistogram lastHistogram = null;
            int target = -1;
            for (int step = 0; step < input.steps(); step++) {
                double cell = input.cell(row, step);
                if (Frame.isAbsent(cell)) {
                    continue;
                }
                FloatHistogram histogram = input.histogram(row, step);
                if (Double.doubleToRawLongBits(cell) != Double.doubleToRawLongBits(last)
                        || !Objects.equals(histogram, lastHistogram)) {
                    last = cell;
                    lastHistogram = histogram;
                    int before = result.rows();
                    String text = histogram == null ? NumberText.plain(cell) : histogram.toString();
                    target = targetRow(group.with(label, text), input, row, result, resultRows);
                    budget.takeText(result.rows() > before ? LABELS_CHARACTERS : 0);
                }
                int index = result.offset(target) + step;
                double count = result.cells()[index];
                result.cells()[index] = Frame.isAbsent(count) ? 1 : count + 1;
            }
        }
        return result;
    }

    private static int targetRow(Labels labels, Frame input, int row, Frame result, Map<Labels, Integer> resultRows)
            throws QueryException {
        Integer known = resultRows.get(labels);
        if (known != null) {
            return known;
        }
        int target = result.addRow(labels, input.dropsName(row));
        resultRows.put(labels, target);
        return target;
    }
}
