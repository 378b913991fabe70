package io.vedette.rules.promql.function;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Statistics;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import io.vedette.rules.promql.eval.Window;
import java.util.Locale;
import java.util.Map;

/** Where the values in a range are heading. */
final class TrendFunctions {
    private TrendFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("deriv", OverTimeFunctions.each((window, step) -> slope(window)));
        all.put("predict_linear", TrendFunctions::predict);
        all.put("double_exponential_smoothing", TrendFunctions::smooth);
        all.put("holt_winters", TrendFunctions::smooth);
    }

    private static double slope(Window window) {
        return window.size() < 2
                ? Frame.ABSENT
                : Statistics.regression(window, window.timesMillis[window.from]).slope();
    }

    private static Frame predict(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        double[] seconds = evaluator.scalar(call.arguments().get(1), steps);
        return evaluator.overRange(call.arguments().get(0), true, steps, (window, step) -> {
            if (window.size() < 2) {
                return Frame.ABSENT;
            }
            Statistics.Line line = Statistics.regression(window, window.evaluationMillis);
            return line.slope() * seconds[step] + line.intercept();
        });
    }

    /** Holt's double exponential smoothing. */
    private static Frame smooth(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        double[] smoothing = evaluator.scalar(call.arguments().get(1), steps);
        double[] trend = evaluator.scalar(call.arguments().get(2), steps);
        for (int step = 0; step < steps.count(); step++) {
            requireFactor("smoothing", "sf", smoothing[step]);
            requireFactor("trend", "tf", trend[step]);
        }
        return evaluator.overRange(
                call.arguments().get(0), true, steps, (window, step) -> smooth(window, smoothing[step], trend[step]));
    }

    private static void requireFactor(String name, String symbol, double factor) throws QueryException {
        if (factor <= 0 || factor >= 1) {
            throw new QueryException(
                    Kind.EXECUTION,
                    String.format(
                            Locale.ROOT, "invalid %s factor. Expected: 0 < %s < 1, got: %f", name, symbol, factor));
        }
    }

    private static double smooth(Window window, double smoothing, double trend) {
        if (window.size() < 2) {
            return Frame.ABSENT;
        }
        double before = 0;
        double level = window.values[window.from];
        double slope = window.values[window.from + 1] - level;
        for (int i = window.from + 1; i < window.to; i++) {
            if (i > window.from + 1) {
                slope = trend * (level - before) + (1 - trend) * slope;
            }
            double next = smoothing * window.values[i] + (1 - smoothing) * (level + slope);
            before = level;
            level = next;
        }
        return level;
    }
}
