package io.vedette.rules.promql.function;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.HistogramTotals;
import io.vedette.rules.promql.eval.MixedRangeFunction;
import io.vedette.rules.promql.eval.MixedRangeFunction.Answer;
import io.vedette.rules.promql.eval.MixedWindow;
import io.vedette.rules.promql.eval.Quantiles;
import io.vedette.rules.promql.eval.RangeFunction;
import io.vedette.rules.promql.eval.Statistics;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import io.vedette.rules.promql.eval.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Aggregations of the values in a range. */
final class OverTimeFunctions {
    private OverTimeFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("avg_over_time", total(true, window -> Statistics.mean(window.values, window.from, window.to)));
        all.put("sum_over_time", total(false, window -> Statistics.sum(window.values, window.from, window.to)));
        all.put(
                "count_over_time",
                each(
                        (window, step) -> window.size(),
                        (window, step) -> Answer.number(
                                window.numbers().size() + window.histograms().size())));
        all.put("present_over_time", each((window, step) -> 1, (window, step) -> Answer.number(1)));
        all.put("max_over_time", each((window, step) -> window.values[max(window)]));
        all.put("min_over_time", each((window, step) -> window.values[min(window)]));
        all.put("mad_over_time", each((window, step) -> medianDeviation(window)));
        all.put("quantile_over_time", OverTimeFunctions::quantile);
        all.put(
                "stddev_over_time",
                each((window, step) -> Math.sqrt(Statistics.variance(window.values, window.from, window.to))));
        all.put("stdvar_over_time", each((window, step) -> Statistics.variance(window.values, window.from, window.to)));
        all.put("first_over_time", named(window -> window.from, (window, step) -> first(window)));
        all.put("last_over_time", named(window -> window.to - 1, (window, step) -> last(window)));
        all.put("ts_of_first_over_time", timed(Place.FIRST));
        all.put("ts_of_last_over_time", timed(Place.LAST));
        all.put("ts_of_max_over_time", each((window, step) -> seconds(window, lastMax(window))));
        all.put("ts_of_min_over_time", each((window, step) -> seconds(window, lastMin(window))));
    }

    /** A function of the samples in the range that is the first argument; it makes nothing of histograms. */
    static VectorFunction each(RangeFunction function) {
        return (call, evaluator, steps) -> evaluator.overRange(call.arguments().get(0), true, steps, function);
    }

    /** The same with an answer for ranges with histograms. */
    static VectorFunction each(RangeFunction function, MixedRangeFunction mixed) {
        return (call, evaluator, steps) -> evaluator.overRange(call.arguments().get(0), true, steps, function, mixed);
    }

    /** Finds one sample of a window. */
    private interface Choice {
        int index(Window window);
    }

    /** Makes a number of a window. */
    private interface Reduction {
        double apply(Window window);
    }

    /** Functions that answer with a sample as it is, and thus keep the metric's name. */
    private static VectorFunction named(Choice choice, MixedRangeFunction mixed) {
        return (call, evaluator, steps) -> evaluator.overRange(
                call.arguments().get(0), false, steps, (window, step) -> window.values[choice.index(window)], mixed);
    }

    private static VectorFunction total(boolean mean, Reduction numbers) {
        return (call, evaluator, steps) -> {
            Expr range = call.arguments().get(0);
            HistogramTotals totals = new HistogramTotals(evaluator.notes(), range.span());
            return evaluator.overRange(range, true, steps, (window, step) -> numbers.apply(window), (window, step) -> {
                if (window.histograms().isEmpty()) {
                    return Answer.number(numbers.apply(window.numbers()));
                }
                if (window.isMixed()) {
                    MixedNotes.warnOfMix(window, evaluator.notes(), range.span());
                    return null;
                }
                List<FloatHistogram> histograms = window.histograms().stream()
                        .map(MixedWindow.Sample::histogram)
                        .toList();
                return totals.total(histograms, mean, window.labels().metric())
                        .map(Answer::histogram)
                        .orElse(null);
            });
        };
    }

    private enum Place {
        FIRST,
        LAST
    }

    private static VectorFunction timed(Place place) {
        boolean first = place == Place.FIRST;
        return each(
                (window, step) -> seconds(window, first ? window.from : window.to - 1),
                (window, step) -> Answer.number(time(window, first) / 1000.0));
    }

    /** The time of the first or last sample, number or histogram. */
    private static long time(MixedWindow window, boolean first) {
        Window numbers = window.numbers();
        List<MixedWindow.Sample> histograms = window.histograms();
        if (histograms.isEmpty()) {
            return numbers.timesMillis[first ? numbers.from : numbers.to - 1];
        }
        long histogram = histograms.get(first ? 0 : histograms.size() - 1).timestampMillis();
        if (numbers.size() == 0) {
            return histogram;
        }
        long number = numbers.timesMillis[first ? numbers.from : numbers.to - 1];
        return first ? Math.min(histogram, number) : Math.max(histogram, number);
    }

    private static @Nullable Answer first(MixedWindow window) {
        Window numbers = window.numbers();
        boolean number = window.histograms().isEmpty()
                || (numbers.size() > 0
                        && numbers.timesMillis[numbers.from]
                                < window.histograms().get(0).timestampMillis());
        return number ? Answer.number(numbers.values[numbers.from]) : Answer.histogram(window.first());
    }

    private static @Nullable Answer last(MixedWindow window) {
        Window numbers = window.numbers();
        boolean number = window.histograms().isEmpty()
                || (numbers.size() > 0 && numbers.timesMillis[numbers.to - 1] == time(window, false));
        return number ? Answer.number(numbers.values[numbers.to - 1]) : Answer.histogram(window.last());
    }

    private static double seconds(Window window, int index) {
        return window.timesMillis[index] / 1000.0;
    }

    private static int max(Window window) {
        int max = window.from;
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] > window.values[max] || Double.isNaN(window.values[max])) {
                max = i;
            }
        }
        return max;
    }

    private static int min(Window window) {
        int min = window.from;
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] < window.values[min] || Double.isNaN(window.values[min])) {
                min = i;
            }
        }
        return min;
    }

    /** Of several samples that are the largest, the last one. */
    private static int lastMax(Window window) {
        int max = window.from;
        for (int i = window.from; i < window.to; i++) {
            if (window.values[i] >= window.values[max] || Double.isNaN(window.values[max])) {
                max = i;
            }
        }
        return max;
    }

    private static int lastMin(Window window) {
        int min = window.from;
        for (int i = window.from; i < window.to; i++) {
            if (window.values[i] <= window.values[min] || Double.isNaN(window.values[min])) {
                min = i;
            }
        }
        return min;
    }

    /** The median of how far values are from their median. */
    private static double medianDeviation(Window window) {
        double[] values = Arrays.copyOfRange(window.values, window.from, window.to);
        double median = Statistics.quantile(0.5, values, values.length);
        double[] deviations =
                Arrays.stream(values).map(each -> Math.abs(each - median)).toArray();
        return Statistics.quantile(0.5, deviations, deviations.length);
    }

    private static Frame quantile(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        Expr parameter = call.arguments().get(0);
        double[] quantiles = evaluator.scalar(parameter, steps);
        return evaluator.overRange(call.arguments().get(1), true, steps, (window, step) -> {
            Quantiles.warnUnlessValid(quantiles[step], evaluator.notes(), parameter.span());
            double[] values = Arrays.copyOfRange(window.values, window.from, window.to);
            return Statistics.quantile(quantiles[step], values, values.length);
        });
    }
}
