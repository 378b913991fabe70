package io.vedette.rules.promql.function;

import io.vedette.rules.promql.eval.QueryRange;
import io.vedette.rules.promql.eval.ScalarFunction;
import io.vedette.rules.promql.eval.VectorFunction;
import java.util.HashMap;
import java.util.Map;

/** All functions that can be evaluated, by name. */
public final class Functions {
    private static final Map<String, VectorFunction> VECTOR = vectorFunctions();
    private static final Map<String, ScalarFunction> SCALAR = Map.of(
            "end", ScalarFunctions.ofQuery(query -> query.endMillis() / 1000.0),
            "pi", ScalarFunctions::pi,
            "range", ScalarFunctions.ofQuery(QueryRange::rangeSeconds),
            "scalar", ScalarFunctions::scalar,
            "start", ScalarFunctions.ofQuery(query -> query.startMillis() / 1000.0),
            "step", ScalarFunctions.ofQuery(QueryRange::stepSeconds),
            "time", ScalarFunctions::time);

    private Functions() {}

    /** Those that answer with an instant vector. */
    public static Map<String, VectorFunction> vector() {
        return VECTOR;
    }

    /** Those that answer with a scalar. */
    public static Map<String, ScalarFunction> scalar() {
        return SCALAR;
    }

    private static Map<String, VectorFunction> vectorFunctions() {
        Map<String, VectorFunction> all = new HashMap<>();
        MathFunctions.addTo(all);
        RateFunctions.addTo(all);
        OverTimeFunctions.addTo(all);
        TrendFunctions.addTo(all);
        TimeFunctions.addTo(all);
        LabelFunctions.addTo(all);
        PresenceFunctions.addTo(all);
        HistogramFunctions.addTo(all);
        all.put("sort", (call, evaluator, steps) -> SortFunctions.sort(call, evaluator, steps, false));
        all.put("sort_desc", (call, evaluator, steps) -> SortFunctions.sort(call, evaluator, steps, true));
        all.put("sort_by_label", (call, evaluator, steps) -> SortFunctions.sortByLabel(call, evaluator, steps, false));
        all.put(
                "sort_by_label_desc",
                (call, evaluator, steps) -> SortFunctions.sortByLabel(call, evaluator, steps, true));
        all.put("info", InfoFunction::apply);
        all.put("vector", ScalarFunctions::vector);
        return Map.copyOf(all);
    }
}
