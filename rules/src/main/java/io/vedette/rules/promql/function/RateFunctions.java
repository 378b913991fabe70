package io.vedette.rules.promql.function;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import io.vedette.rules.promql.eval.Window;
import java.util.List;
import java.util.Map;

/** How much counters and gauges change over a range. */
final class RateFunctions {
    /** Endings of the names of counters. */
    private static final List<String> COUNTER_SUFFIXES = List.of("_total", "_sum", "_count", "_bucket");

    private RateFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("delta", OverTimeFunctions.each((window, step) -> extrapolated(window, false, false)));
        all.put("rate", (call, evaluator, steps) -> ofCounter(call, evaluator, steps, true));
        all.put("increase", (call, evaluator, steps) -> ofCounter(call, evaluator, steps, false));
        all.put("idelta", OverTimeFunctions.each((window, step) -> last(window, false)));
        all.put("irate", OverTimeFunctions.each((window, step) -> last(window, true)));
        all.put("changes", OverTimeFunctions.each((window, step) -> changes(window)));
        all.put("resets", OverTimeFunctions.each((window, step) -> resets(window)));
    }

    private static Frame ofCounter(Expr.Call call, Evaluator evaluator, Steps steps, boolean perSecond)
            throws QueryException {
        Expr range = call.arguments().get(0);
        Frame frame = evaluator.overRange(range, true, steps, (window, step) -> extrapolated(window, true, perSecond));
        for (int row = 0; row < frame.rows(); row++) {
            String metric = frame.labels(row).metric();
            if (!metric.isEmpty() && COUNTER_SUFFIXES.stream().noneMatch(metric::endsWith)) {
                evaluator
                        .notes()
                        .inform(
                                "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \""
                                        + metric + '"',
                                range.span());
            }
        }
        return frame;
    }

    /**
     * The change between the first and the last sample, stretched to the whole range where samples lie close to its
     * ends.
     */
    private static double extrapolated(Window window, boolean counter, boolean perSecond) {
        if (window.size() < 2) {
            return Frame.ABSENT;
        }
        double[] values = window.values;
        int from = window.from;
        int last = window.to - 1;
        double change = values[last] - values[from];
        if (counter) {
            change += window.lostInResets();
        }
        double toStart = (window.timesMillis[from] - window.startMillis) / 1000.0;
        double toEnd = (window.endMillis - window.timesMillis[last]) / 1000.0;
        double sampled = (window.timesMillis[last] - window.timesMillis[from]) / 1000.0;
        double average = sampled / (last - from);
        // A gap wider than usual means that the series began or ended there.
        double threshold = average * 1.1;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        if (counter && change > 0 && values[from] >= 0) {
            // A counter was never below 0, so it can't have begun before its line meets 0.
            toStart = Math.min(toStart, sampled * (values[from] / change));
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        double factor = (sampled + toStart + toEnd) / sampled;
        return perSecond ? change * (factor / window.rangeSeconds()) : change * factor;
    }

    /** The change between the last two samples. */
    private static double last(Window window, boolean rate) {
        if (window.size() < 2) {
            return Frame.ABSENT;
        }
        int last = window.to - 1;
        double value = window.values[last];
        double before = window.values[last - 1];
        double seconds = (window.timesMillis[last] - window.timesMillis[last - 1]) / 1000.0;
        double change = rate && value < before ? value : value - before;
        return rate ? change / seconds : change;
    }

    private static double changes(Window window) {
        int changes = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            double value = window.values[i];
            double before = window.values[i - 1];
            if (value != before && !(Double.isNaN(value) && Double.isNaN(before))) {
                changes++;
            }
        }
        return changes;
    }

    private static double resets(Window window) {
        int resets = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] < window.values[i - 1]) {
                resets++;
            }
        }
        return resets;
    }
}
