package io.vedette.rules.promql.function;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Orders of elements; they only show in instant queries, as rows of range queries are sorted by labels. */
final class SortFunctions {
    private SortFunctions() {}

    /** By value, NaN last in either direction. */
    static Frame sort(Expr.Call call, Evaluator evaluator, Steps steps, boolean descending) throws QueryException {
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        frame.dropHistograms();
        if (steps.count() == 1) {
            Integer[] order = new Integer[frame.rows()];
            Arrays.setAll(order, row -> row);
            Arrays.sort(order, frame.byValue(0, descending));
            frame.reorder(order);
        }
        return frame;
    }

    /** By the values of labels, numbers in them counting as numbers; equals by all labels. */
    static Frame sortByLabel(Expr.Call call, Evaluator evaluator, Steps steps, boolean descending)
            throws QueryException {
        List<String> names = new ArrayList<>();
        for (Expr name : call.arguments().subList(1, call.arguments().size())) {
            names.add(Evaluator.text(name));
        }
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        if (steps.count() == 1) {
            Comparator<Labels> comparator = (a, b) -> {
                for (String name : names) {
                    int compared = NaturalOrder.compare(a.get(name), b.get(name));
                    if (compared != 0) {
                        return compared;
                    }
                }
                return a.compareTo(b);
            };
            Integer[] order = new Integer[frame.rows()];
            Arrays.setAll(order, row -> row);
            Comparator<Integer> rows = Comparator.comparing(frame::labels, comparator);
            Arrays.sort(order, descending ? rows.reversed() : rows);
            frame.reorder(order);
        }
        return frame;
    }
}
