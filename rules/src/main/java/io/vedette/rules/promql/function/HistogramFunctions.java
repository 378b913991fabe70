package io.vedette.rules.promql.function;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramQuantiles;
import io.vedette.rules.histogram.HistogramQuantiles.Answer;
import io.vedette.rules.histogram.HistogramQuantiles.NanEffect;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.Span;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Notes;
import io.vedette.rules.promql.eval.Quantiles;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Functions of histograms, both classic and native. */
final class HistogramFunctions {
    private HistogramFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("histogram_quantile", HistogramFunctions::quantile);
        all.put("histogram_quantiles", HistogramFunctions::quantiles);
        all.put("histogram_fraction", HistogramFunctions::fraction);
        all.put("histogram_avg", ofNative(histogram -> histogram.sum() / histogram.count()));
        all.put("histogram_count", ofNative(FloatHistogram::count));
        all.put("histogram_sum", ofNative(FloatHistogram::sum));
        all.put("histogram_stddev", ofNative(histogram -> Math.sqrt(variance(histogram))));
        all.put("histogram_stdvar", ofNative(HistogramFunctions::variance));
    }

    /** A function of native histograms; numbers are left out. */
    private static VectorFunction ofNative(ToDoubleFunction<FloatHistogram> function) {
        return (call, evaluator, steps) -> {
            Frame input = evaluator.vector(call.arguments().get(0), steps);
            Frame result = new Frame(input.hasHistograms() ? input.rows() : 0, steps.count(), evaluator.budget());
            for (int row = 0; input.hasHistograms() && row < input.rows(); row++) {
                int target = result.addRow(input.labels(row), true);
                for (int step = 0; step < steps.count(); step++) {
                    FloatHistogram histogram = input.histogram(row, step);
                    if (histogram != null) {
                        result.cells()[result.offset(target) + step] = function.applyAsDouble(histogram);
                    }
                }
                if (result.isEmpty(target)) {
                    result.removeLastRow();
                }
            }
            input.release();
            return result;
        };
    }

    /** The variance, on the assumption that all observations of a bucket are in its middle. */
    private static double variance(FloatHistogram histogram) {
        double mean = histogram.sum() / histogram.count();
        double squares = 0;
        for (FloatHistogram.Bucket bucket : histogram.buckets()) {
            if (bucket.count() != 0) {
                double delta = middle(bucket, histogram.isCustom()) - mean;
                squares += bucket.count() * delta * delta;
            }
        }
        return squares / histogram.count();
    }

    private static double middle(FloatHistogram.Bucket bucket, boolean custom) {
        if (custom) {
            return (bucket.upper() + bucket.lower()) / 2;
        }
        if (bucket.lower() <= 0 && bucket.upper() >= 0) {
            return 0;
        }
        double middle = Math.sqrt(bucket.upper() * bucket.lower());
        return bucket.upper() < 0 ? -middle : middle;
    }

    private static Frame quantile(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        Expr argument = call.arguments().get(1);
        HistogramVector histograms = new HistogramVector(argument, evaluator, steps);
        Frame result = new Frame(0, steps.count(), evaluator.budget());
        Quantile quantile = new Quantile(call.arguments().get(0), argument.span(), evaluator, steps);
        histograms.apply(quantile, (labels, step) -> labels, result);
        histograms.release();
        return result;
    }

    private static Frame quantiles(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        Expr argument = call.arguments().get(0);
        String label = Evaluator.text(call.arguments().get(1));
        HistogramVector histograms = new HistogramVector(argument, evaluator, steps);
        Frame result = new Frame(0, steps.count(), evaluator.budget());
        for (Expr parameter : call.arguments().subList(2, call.arguments().size())) {
            Quantile quantile = new Quantile(parameter, argument.span(), evaluator, steps);
            histograms.apply(
                    quantile, (labels, step) -> labels.with(label, openMetrics(quantile.quantiles[step])), result);
        }
        histograms.release();
        return result.mergeEqualRows();
    }

    /** A number as OpenMetrics wants it: {@code 1.0}. */
    private static String openMetrics(double value) {
        String text = NumberText.general(value);
        return text.matches("-?[0-9]+") ? text + ".0" : text;
    }

    /** The quantiles of all steps. */
    private static final class Quantile implements HistogramVector.Function {
        private final double[] quantiles;
        private final Notes notes;
        private final Steps steps;
        private final Span parameter;
        private final Span argument;

        Quantile(Expr parameter, Span argument, Evaluator evaluator, Steps steps) throws QueryException {
            this.quantiles = evaluator.scalar(parameter, steps);
            this.notes = evaluator.notes();
            this.steps = steps;
            this.parameter = parameter.span();
            this.argument = argument;
            for (double q : quantiles) {
                Quantiles.warnUnlessValid(q, notes, this.parameter);
            }
        }

        @Override
        public double ofClassic(Buckets buckets, Labels labels, int step) {
            double value = buckets.quantile(quantiles[step]);
            if (buckets.wasForced()) {
                notes.informOfFall(
                        labels.metric(),
                        new Notes.Fall(
                                buckets.lowestForced(), buckets.highestForced(), buckets.largestFall(), steps.at(step)),
                        argument);
            }
            return value;
        }

        @Override
        public double ofNative(FloatHistogram histogram, Labels labels, int step) {
            Answer answer = HistogramQuantiles.quantile(quantiles[step], histogram);
            if (answer.effect() != NanEffect.NONE) {
                notes.inform(
                        "input to histogram_quantile has NaN observations, result is "
                                + (answer.effect() == NanEffect.RESULT_IS_NAN ? "NaN" : "skewed higher")
                                + HistogramVector.forMetric(labels),
                        parameter);
            }
            return answer.value();
        }
    }

    private static Frame fraction(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        double[] lower = evaluator.scalar(call.arguments().get(0), steps);
        double[] upper = evaluator.scalar(call.arguments().get(1), steps);
        HistogramVector histograms = new HistogramVector(call.arguments().get(2), evaluator, steps);
        Frame result = new Frame(0, steps.count(), evaluator.budget());
        HistogramVector.Function function = new HistogramVector.Function() {
            @Override
            public double ofClassic(Buckets buckets, Labels labels, int step) {
                return buckets.fraction(lower[step], upper[step]);
            }

            @Override
            public double ofNative(FloatHistogram histogram, Labels labels, int step) {
                Answer answer = HistogramQuantiles.fraction(lower[step], upper[step], histogram);
                if (answer.effect() != NanEffect.NONE) {
                    evaluator
                            .notes()
                            .inform(
                                    "input to histogram_fraction has NaN observations, which are excluded from all"
                                            + " fractions" + HistogramVector.forMetric(labels),
                                    call.arguments().get(0).span());
                }
                return answer.value();
            }
        };
        histograms.apply(function, (labels, step) -> labels, result);
        histograms.release();
        return result;
    }
}
