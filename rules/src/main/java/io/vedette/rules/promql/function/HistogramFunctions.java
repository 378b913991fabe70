package io.vedette.rules.promql.function;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.NumberText;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Quantiles;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions of histograms made of a counter for each bucket. */
final class HistogramFunctions {
    private static final String UPPER_BOUND = "le";

    private HistogramFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("histogram_quantile", HistogramFunctions::quantile);
        all.put("histogram_fraction", HistogramFunctions::fraction);
        for (String name : List.of("avg", "count", "sum", "stddev", "stdvar")) {
            all.put("histogram_" + name, HistogramFunctions::ofNativeHistograms);
        }
    }

    /** These answer for native histograms only, of which there are none. */
    private static Frame ofNativeHistograms(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        evaluator.vector(call.arguments().get(0), steps).release();
        return new Frame(0, steps.count(), evaluator.budget());
    }

    private static Frame quantile(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        double[] quantiles = evaluator.scalar(call.arguments().get(0), steps);
        for (double q : quantiles) {
            Quantiles.warnUnlessValid(
                    q, evaluator.notes(), call.arguments().get(0).span());
        }
        Expr argument = call.arguments().get(1);
        return ofEachHistogram(argument, evaluator, steps, (buckets, labels, step) -> {
            double value = buckets.quantile(quantiles[step]);
            if (buckets.wasForced()) {
                String name = labels.metric();
                evaluator
                        .notes()
                        .inform(
                                "input to histogram_quantile needed to be fixed for monotonicity (see"
                                        + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
                                        + (name.isEmpty() ? "" : " for metric name \"" + name + '"'),
                                argument.span());
            }
            return value;
        });
    }

    private static Frame fraction(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        double[] lower = evaluator.scalar(call.arguments().get(0), steps);
        double[] upper = evaluator.scalar(call.arguments().get(1), steps);
        return ofEachHistogram(
                call.arguments().get(2),
                evaluator,
                steps,
                (buckets, labels, step) -> buckets.fraction(lower[step], upper[step]));
    }

    /** Makes one number of the buckets of a histogram at a step. */
    private interface BucketFunction {
        double apply(Buckets buckets, Labels labels, int step);
    }

    /** Rows of one histogram with their upper bounds. */
    private record Histogram(List<Integer> rows, List<Double> bounds) {}

    private static Frame ofEachHistogram(Expr argument, Evaluator evaluator, Steps steps, BucketFunction function)
            throws QueryException {
        Frame frame = evaluator.vector(argument, steps);
        Map<Labels, Histogram> histograms = new LinkedHashMap<>();
        for (int row = 0; row < frame.rows(); row++) {
            Labels labels = frame.labels(row);
            double bound = bound(labels, argument, evaluator);
            if (!Double.isNaN(bound)) {
                Histogram histogram = histograms.computeIfAbsent(
                        labels.filter(name -> !name.equals(UPPER_BOUND)),
                        key -> new Histogram(new ArrayList<>(), new ArrayList<>()));
                histogram.rows().add(row);
                histogram.bounds().add(bound);
            }
        }
        Frame result = new Frame(histograms.size(), steps.count(), evaluator.budget());
        for (Map.Entry<Labels, Histogram> each : histograms.entrySet()) {
            Histogram histogram = each.getValue();
            int row = result.addRow(each.getKey(), true);
            evaluator.budget().work((long) steps.count() * histogram.rows().size());
            Buckets buckets = new Buckets(histogram.rows().size());
            for (int step = 0; step < steps.count(); step++) {
                buckets.clear();
                for (int i = 0; i < histogram.rows().size(); i++) {
                    double cell = frame.cell(histogram.rows().get(i), step);
                    if (!Frame.isAbsent(cell)) {
                        buckets.add(histogram.bounds().get(i), cell);
                    }
                }
                if (buckets.size() > 0) {
                    result.cells()[result.offset(row) + step] = function.apply(buckets, each.getKey(), step);
                }
            }
        }
        frame.release();
        return result;
    }

    /** The upper bound of a bucket; NaN, with a warning, if there is none. */
    private static double bound(Labels labels, Expr argument, Evaluator evaluator) {
        String text = labels.get(UPPER_BOUND);
        double bound = NumberText.parseOrNaN(text);
        if (Double.isNaN(bound)) {
            String name = labels.metric();
            evaluator
                    .notes()
                    .warn(
                            "bucket label \"le\" is missing or has a malformed value of \"" + text + '"'
                                    + (name.isEmpty() ? "" : " for metric name \"" + name + '"'),
                            argument.span());
        }
        return bound;
    }
}
