package io.vedette.rules.promql;

import static io.vedette.rules.promql.ValueType.MATRIX;
import static io.vedette.rules.promql.ValueType.SCALAR;
import static io.vedette.rules.promql.ValueType.STRING;
import static io.vedette.rules.promql.ValueType.VECTOR;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All functions of PromQL as of Prometheus 3.14, those that it wants enabled by a flag among them. */
public final class FunctionSignatures {
    private static final Map<String, FunctionSignature> ALL = all();

    private FunctionSignatures() {}

    /** The function of a name; null if there is none. */
    public static @Nullable FunctionSignature named(String name) {
        return ALL.get(name);
    }

    /** All of them, by name. */
    public static Map<String, FunctionSignature> byName() {
        return ALL;
    }

    private static Map<String, FunctionSignature> all() {
        Map<String, FunctionSignature> all = new TreeMap<>();
        for (String name : List.of(
                "abs acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sqrt tan",
                "tanh absent timestamp sort sort_desc",
                "histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar")) {
            for (String each : name.split(" ", -1)) {
                fixed(all, each, VECTOR, VECTOR);
            }
        }
        for (String name : List.of(
                "absent avg changes count delta deriv idelta increase irate last max min present rate resets stddev",
                "stdvar sum")) {
            for (String each : name.split(" ", -1)) {
                fixed(all, rangeName(each), VECTOR, MATRIX);
            }
        }
        for (String each : List.of(
                "mad_over_time",
                "first_over_time",
                "ts_of_first_over_time",
                "ts_of_last_over_time",
                "ts_of_max_over_time",
                "ts_of_min_over_time")) {
            add(all, each, VECTOR, 0, MATRIX);
        }
        for (String each : List.of(
                "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year")) {
            add(all, each, VECTOR, 1, VECTOR);
        }
        fixed(all, "clamp", VECTOR, VECTOR, SCALAR, SCALAR);
        fixed(all, "clamp_max", VECTOR, VECTOR, SCALAR);
        fixed(all, "clamp_min", VECTOR, VECTOR, SCALAR);
        fixed(all, "double_exponential_smoothing", VECTOR, MATRIX, SCALAR, SCALAR);
        fixed(all, "holt_winters", VECTOR, MATRIX, SCALAR, SCALAR);
        fixed(all, "histogram_fraction", VECTOR, SCALAR, SCALAR, VECTOR);
        fixed(all, "histogram_quantile", VECTOR, SCALAR, VECTOR);
        add(all, "histogram_quantiles", VECTOR, 9, VECTOR, STRING, SCALAR, SCALAR);
        add(all, "info", VECTOR, 1, VECTOR, VECTOR);
        add(all, "label_join", VECTOR, -1, VECTOR, STRING, STRING, STRING);
        fixed(all, "label_replace", VECTOR, VECTOR, STRING, STRING, STRING, STRING);
        fixed(all, "pi", SCALAR);
        fixed(all, "predict_linear", VECTOR, MATRIX, SCALAR);
        fixed(all, "quantile_over_time", VECTOR, SCALAR, MATRIX);
        add(all, "round", VECTOR, 1, VECTOR, SCALAR);
        fixed(all, "scalar", SCALAR, VECTOR);
        add(all, "sort_by_label", VECTOR, -1, VECTOR, STRING);
        add(all, "sort_by_label_desc", VECTOR, -1, VECTOR, STRING);
        fixed(all, "time", SCALAR);
        fixed(all, "vector", VECTOR, SCALAR);
        for (String each : List.of("start", "end", "range", "step")) {
            add(all, each, SCALAR, 0);
        }
        return Map.copyOf(all);
    }

    private static String rangeName(String name) {
        return switch (name) {
            case "changes", "delta", "deriv", "idelta", "increase", "irate", "rate", "resets" -> name;
            default -> name + "_over_time";
        };
    }

    private static void fixed(Map<String, FunctionSignature> all, String name, ValueType result, ValueType... types) {
        add(all, name, result, 0, types);
    }

    private static void add(
            Map<String, FunctionSignature> all, String name, ValueType result, int variadic, ValueType... types) {
        all.put(name, new FunctionSignature(name, List.of(types), variadic, result));
    }
}
