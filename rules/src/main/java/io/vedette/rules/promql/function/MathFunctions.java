package io.vedette.rules.promql.function;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions of each value by itself. */
final class MathFunctions {
    private static final double LN_2 = Math.log(2);

    private MathFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("abs", each(Math::abs));
        all.put("acos", each(Math::acos));
        all.put("acosh", each(MathFunctions::acosh));
        all.put("asin", each(Math::asin));
        all.put("asinh", each(MathFunctions::asinh));
        all.put("atan", each(Math::atan));
        all.put("atanh", each(x -> 0.5 * Math.log1p(2 * x / (1 - x))));
        all.put("ceil", each(Math::ceil));
        all.put("cos", each(Math::cos));
        all.put("cosh", each(Math::cosh));
        all.put("deg", each(x -> x * 180 / Math.PI));
        all.put("exp", each(Math::exp));
        all.put("floor", each(Math::floor));
        all.put("ln", each(Math::log));
        all.put("log10", each(Math::log10));
        all.put("log2", each(MathFunctions::log2));
        all.put("rad", each(x -> x * Math.PI / 180));
        all.put("sgn", each(Math::signum));
        all.put("sin", each(Math::sin));
        all.put("sinh", each(Math::sinh));
        all.put("sqrt", each(Math::sqrt));
        all.put("tan", each(Math::tan));
        all.put("tanh", each(Math::tanh));
        all.put("clamp", (call, evaluator, steps) -> clamp(call, evaluator, steps, 1, 2));
        all.put("clamp_max", (call, evaluator, steps) -> clamp(call, evaluator, steps, 0, 1));
        all.put("clamp_min", (call, evaluator, steps) -> clamp(call, evaluator, steps, 1, 0));
        all.put("round", MathFunctions::round);
    }

    /** A function of each value by itself, of the first argument. */
    static VectorFunction each(DoubleUnaryOperator function) {
        return (call, evaluator, steps) -> {
            Frame frame = evaluator.vector(call.arguments().get(0), steps);
            frame.dropHistograms();
            double[] cells = frame.cells();
            for (int i = 0; i < frame.offset(frame.rows()); i++) {
                if (!Frame.isAbsent(cells[i])) {
                    cells[i] = function.applyAsDouble(cells[i]);
                }
            }
            frame.dropNames();
            return frame;
        };
    }

    private static double log2(double x) {
        int exponent = Math.getExponent(x);
        // Powers of two come out exact, as people expect of log2.
        return x == Math.scalb(1.0, exponent) && !Double.isInfinite(x) ? exponent : Math.log(x) / LN_2;
    }

    private static double asinh(double x) {
        double magnitude = Math.abs(x);
        double result = magnitude > 0x1p28
                ? Math.log(magnitude) + LN_2
                : Math.log1p(magnitude + magnitude * magnitude / (1 + Math.sqrt(magnitude * magnitude + 1)));
        return Double.isInfinite(x) ? x : Math.copySign(result, x);
    }

    private static double acosh(double x) {
        return x > 0x1p28 ? Math.log(x) + LN_2 : Math.log(x + Math.sqrt(x * x - 1));
    }

    /** The arguments at these positions are the bounds; there is none where the position is 0. */
    private static Frame clamp(Expr.Call call, Evaluator evaluator, Steps steps, int lower, int upper)
            throws QueryException {
        double[] lowers =
                lower == 0 ? new double[0] : evaluator.scalar(call.arguments().get(lower), steps);
        double[] uppers =
                upper == 0 ? new double[0] : evaluator.scalar(call.arguments().get(upper), steps);
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        frame.dropHistograms();
        double[] cells = frame.cells();
        int index = 0;
        for (int row = 0; row < frame.rows(); row++) {
            for (int step = 0; step < frame.steps(); step++, index++) {
                double min = lower == 0 ? Double.NEGATIVE_INFINITY : lowers[step];
                double max = upper == 0 ? Double.POSITIVE_INFINITY : uppers[step];
                if (!Frame.isAbsent(cells[index])) {
                    cells[index] = max < min ? Frame.ABSENT : clamped(cells[index], min, max);
                }
            }
        }
        frame.dropNames();
        return frame;
    }

    /** As Go has it: an infinite bound wins over NaN. */
    private static double clamped(double value, double min, double max) {
        double upper = max == Double.NEGATIVE_INFINITY ? max : Math.min(max, value);
        return min == Double.POSITIVE_INFINITY ? min : Math.max(min, upper);
    }

    private static Frame round(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        double[] nearest = call.arguments().size() < 2
                ? new double[0]
                : evaluator.scalar(call.arguments().get(1), steps);
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        frame.dropHistograms();
        double[] cells = frame.cells();
        int index = 0;
        for (int row = 0; row < frame.rows(); row++) {
            for (int step = 0; step < frame.steps(); step++, index++) {
                if (!Frame.isAbsent(cells[index])) {
                    double inverse = nearest.length == 0 ? 1 : 1 / nearest[step];
                    cells[index] = Math.floor(cells[index] * inverse + 0.5) / inverse;
                }
            }
        }
        frame.dropNames();
        return frame;
    }
}
