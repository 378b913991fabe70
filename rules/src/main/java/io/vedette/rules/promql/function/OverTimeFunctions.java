package io.vedette.rules.promql.function;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Quantiles;
import io.vedette.rules.promql.eval.RangeFunction;
import io.vedette.rules.promql.eval.Statistics;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import io.vedette.rules.promql.eval.Window;
import java.util.Arrays;
import java.util.Map;

/** Aggregations of the values in a range. */
final class OverTimeFunctions {
    private OverTimeFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("avg_over_time", each((window, step) -> Statistics.mean(window.values, window.from, window.to)));
        all.put("count_over_time", each((window, step) -> window.size()));
        all.put("max_over_time", each((window, step) -> max(window)));
        all.put("min_over_time", each((window, step) -> min(window)));
        all.put("present_over_time", each((window, step) -> 1));
        all.put("quantile_over_time", OverTimeFunctions::quantile);
        all.put(
                "stddev_over_time",
                each((window, step) -> Math.sqrt(Statistics.variance(window.values, window.from, window.to))));
        all.put("stdvar_over_time", each((window, step) -> Statistics.variance(window.values, window.from, window.to)));
        all.put("sum_over_time", each((window, step) -> Statistics.sum(window.values, window.from, window.to)));
        all.put("first_over_time", eachNamed((window, step) -> window.values[window.from]));
        all.put("last_over_time", eachNamed((window, step) -> window.values[window.to - 1]));
    }

    /** A function of the samples in the range that is the first argument. */
    static VectorFunction each(RangeFunction function) {
        return (call, evaluator, steps) -> evaluator.overRange(call.arguments().get(0), true, steps, function);
    }

    /** The same for functions that answer with a sample as it is, and thus keep the metric's name. */
    private static VectorFunction eachNamed(RangeFunction function) {
        return (call, evaluator, steps) -> evaluator.overRange(call.arguments().get(0), false, steps, function);
    }

    private static double max(Window window) {
        double max = window.values[window.from];
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] > max || Double.isNaN(max)) {
                max = window.values[i];
            }
        }
        return max;
    }

    private static double min(Window window) {
        double min = window.values[window.from];
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] < min || Double.isNaN(min)) {
                min = window.values[i];
            }
        }
        return min;
    }

    private static Frame quantile(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        Expr parameter = call.arguments().get(0);
        double[] quantiles = evaluator.scalar(parameter, steps);
        Frame frame = evaluator.overRange(call.arguments().get(1), true, steps, (window, step) -> {
            Quantiles.warnUnlessValid(quantiles[step], evaluator.notes(), parameter.span());
            double[] values = Arrays.copyOfRange(window.values, window.from, window.to);
            return Statistics.quantile(quantiles[step], values, values.length);
        });
        return frame;
    }
}
