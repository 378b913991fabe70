package io.vedette.rules.promql.function;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.QueryRange;
import io.vedette.rules.promql.eval.ScalarFunction;
import io.vedette.rules.promql.eval.Steps;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Between scalars and vectors. */
final class ScalarFunctions {
    private ScalarFunctions() {}

    static double[] pi(Expr.Call call, Evaluator evaluator, Steps steps) {
        double[] values = new double[steps.count()];
        Arrays.fill(values, Math.PI);
        return values;
    }

    /** A property of the whole query, the same at each step. */
    static ScalarFunction ofQuery(ToDoubleFunction<QueryRange> property) {
        return (call, evaluator, steps) -> {
            double[] values = new double[steps.count()];
            Arrays.fill(values, property.applyAsDouble(evaluator.queryRange()));
            return values;
        };
    }

    /** The time of each step in seconds. */
    static double[] time(Expr.Call call, Evaluator evaluator, Steps steps) {
        double[] values = new double[steps.count()];
        for (int step = 0; step < values.length; step++) {
            values[step] = steps.at(step) / 1000.0;
        }
        return values;
    }

    /** The value of the only element; NaN if there is none or more than one. */
    static double[] scalar(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        frame.dropHistograms();
        double[] values = new double[steps.count()];
        for (int step = 0; step < values.length; step++) {
            int found = 0;
            values[step] = Double.NaN;
            for (int row = 0; row < frame.rows() && found < 2; row++) {
                double cell = frame.cell(row, step);
                if (!Frame.isAbsent(cell)) {
                    values[step] = ++found == 1 ? cell : Double.NaN;
                }
            }
        }
        frame.release();
        return values;
    }

    static Frame vector(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        double[] values = evaluator.scalar(call.arguments().get(0), steps);
        Frame frame = new Frame(1, steps.count(), evaluator.budget());
        frame.addRow(Labels.EMPTY, false);
        System.arraycopy(values, 0, frame.cells(), 0, values.length);
        return frame;
    }
}
