package io.vedette.rules.promql.function;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.ExtendedRange;
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
        all.put("delta", (call, evaluator, steps) -> change(call, evaluator, steps, false, false));
        all.put("rate", (call, evaluator, steps) -> ofCounter(call, evaluator, steps, true));
        all.put("increase", (call, evaluator, steps) -> ofCounter(call, evaluator, steps, false));
        all.put("idelta", (call, evaluator, steps) -> last(call, evaluator, steps, false));
        all.put("irate", (call, evaluator, steps) -> last(call, evaluator, steps, true));
        all.put(
                "changes",
                OverTimeFunctions.each(
                        (window, step) -> changes(window), (window, step) -> MixedRates.count(window, false)));
        all.put(
                "resets",
                OverTimeFunctions.each(
                        (window, step) -> resets(window), (window, step) -> MixedRates.count(window, true)));
    }

    private static Frame change(Expr.Call call, Evaluator evaluator, Steps steps, boolean counter, boolean perSecond)
            throws QueryException {
        Expr range = call.arguments().get(0);
        MixedRates mixed = new MixedRates(evaluator.notes(), range.span());
        return evaluator.overRange(
                range,
                true,
                steps,
                (window, step) -> change(window, counter, perSecond),
                (window, step) -> mixed.change(window, counter, perSecond));
    }

    private static Frame ofCounter(Expr.Call call, Evaluator evaluator, Steps steps, boolean perSecond)
            throws QueryException {
        Expr range = call.arguments().get(0);
        Frame frame = change(call, evaluator, steps, true, perSecond);
        String counter = "";
        for (int row = 0; row < frame.rows(); row++) {
            String metric = frame.labels(row).metric();
            if (metric.equals(counter)) {
                continue;
            }
            if (COUNTER_SUFFIXES.stream().anyMatch(metric::endsWith)) {
                counter = metric;
            } else if (!metric.isEmpty() && hasNumbers(frame, row)) {
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

    private static boolean hasNumbers(Frame frame, int row) {
        boolean any = !frame.hasHistograms();
        for (int step = 0; step < frame.steps() && !any; step++) {
            any = !Frame.isAbsent(frame.cell(row, step)) && frame.histogram(row, step) == null;
        }
        return any;
    }

    private static Frame last(Expr.Call call, Evaluator evaluator, Steps steps, boolean rate) throws QueryException {
        Expr range = call.arguments().get(0);
        MixedRates mixed = new MixedRates(evaluator.notes(), range.span());
        return evaluator.overRange(
                range, true, steps, (window, step) -> last(window, rate), (window, step) -> mixed.last(window, rate));
    }

    /** The change over a range of numbers, for each second or in all. */
    static double change(Window window, boolean counter, boolean perSecond) {
        if (window.bounds != Bounds.PLAIN) {
            double change = ExtendedRange.change(window, counter);
            return perSecond && !Frame.isAbsent(change) ? change / window.rangeSeconds() : change;
        }
        if (window.size() < 2) {
            return Frame.ABSENT;
        }
        double[] values = window.values;
        int last = window.to - 1;
        double change = values[last] - values[window.from];
        if (counter) {
            change += window.lostInResets();
        }
        double factor = extrapolation(
                window,
                window.timesMillis[window.from],
                window.timesMillis[last],
                window.size(),
                counter && change > 0 && values[window.from] >= 0
                        ? values[window.from] / change
                        : Double.POSITIVE_INFINITY);
        return perSecond ? change * (factor / window.rangeSeconds()) : change * factor;
    }

    /**
     * How much longer the range is than the time between its first and last sample, where those lie close to its ends.
     *
     * @param startOfChange how much of the change the first sample was already; a counter was never below 0, so it
     *     can't have begun before its line meets 0
     */
    static double extrapolation(Window window, long firstMillis, long lastMillis, int samples, double startOfChange) {
        double toStart = (firstMillis - window.startMillis) / 1000.0;
        double toEnd = (window.endMillis - lastMillis) / 1000.0;
        double sampled = (lastMillis - firstMillis) / 1000.0;
        double average = sampled / (samples - 1);
        // A gap wider than usual means that the series began or ended there.
        double threshold = average * 1.1;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        toStart = Math.min(toStart, sampled * startOfChange);
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        return (sampled + toStart + toEnd) / sampled;
    }

    /** The change between the last two samples. */
    static double last(Window window, boolean rate) {
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

    /** The first sample that is compared with the next, or -1 if no sample is in an extended range. */
    private static int first(Window window) {
        if (window.bounds == Bounds.PLAIN) {
            return window.from;
        }
        return window.timesMillis[window.to - 1] <= window.startMillis ? -1 : ExtendedRange.first(window);
    }

    private static double changes(Window window) {
        int first = first(window);
        int changes = 0;
        for (int i = first + 1; i < window.to && first >= 0; i++) {
            double value = window.values[i];
            double before = window.values[i - 1];
            if (value != before && !(Double.isNaN(value) && Double.isNaN(before))) {
                changes++;
            }
        }
        return first < 0 ? Frame.ABSENT : changes;
    }

    private static double resets(Window window) {
        int first = first(window);
        int resets = 0;
        for (int i = first + 1; i < window.to && first >= 0; i++) {
            if (window.values[i] < window.values[i - 1]) {
                resets++;
            }
        }
        return first < 0 ? Frame.ABSENT : resets;
    }
}
