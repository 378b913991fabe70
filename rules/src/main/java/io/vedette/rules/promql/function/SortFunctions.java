package io.vedette.rules.promql.function;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import java.util.Arrays;

/** Orders of elements; they only show in instant queries, as rows of range queries are sorted by labels. */
final class SortFunctions {
    private SortFunctions() {}

    /** By value, NaN last in either direction. */
    static Frame sort(Expr.Call call, Evaluator evaluator, Steps steps, boolean descending) throws QueryException {
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        if (steps.count() == 1) {
            Integer[] order = new Integer[frame.rows()];
            Arrays.setAll(order, row -> row);
            Arrays.sort(order, frame.byValue(0, descending));
            frame.reorder(order);
        }
        return frame;
    }
}
