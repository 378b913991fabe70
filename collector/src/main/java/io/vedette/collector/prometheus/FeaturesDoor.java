package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Door;
import io.vedette.rules.promql.AggregateOperator;
import io.vedette.rules.promql.FunctionSignature;
import io.vedette.rules.promql.FunctionSignatures;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code /api/v1/features}: which of Prometheus's features are here, by its names for them. */
public final class FeaturesDoor implements Door {
    private static final Map<String, Boolean> API = Map.ofEntries(
            Map.entry("admin", false),
            Map.entry("exclude_alerts", true),
            Map.entry("label_values_match", true),
            Map.entry("lifecycle", true),
            Map.entry("otlp_write_receiver", false),
            Map.entry("query_stats", true),
            Map.entry("query_warnings", true),
            Map.entry("remote_read", true),
            Map.entry("remote_write_receiver", true),
            Map.entry("time_range_labels", true),
            Map.entry("time_range_series", true));

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/features", ApiAnswer.handler(FeaturesDoor::answer));
    }

    private static void answer(Context context) throws IOException {
        SortedMap<String, Boolean> functions = new TreeMap<>();
        for (FunctionSignature function : FunctionSignatures.byName().values()) {
            functions.put(function.name(), true);
        }
        SortedMap<String, Boolean> operators = new TreeMap<>();
        for (AggregateOperator operator : AggregateOperator.values()) {
            operators.put(operator.symbol(), true);
        }
        SortedMap<String, Map<String, Boolean>> features = new TreeMap<>(
                Map.of("api", new TreeMap<>(API), "promql_functions", functions, "promql_operators", operators));
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            for (Map.Entry<String, Map<String, Boolean>> kind : features.entrySet()) {
                json.writeObjectFieldStart(kind.getKey());
                for (Map.Entry<String, Boolean> feature : kind.getValue().entrySet()) {
                    json.writeBooleanField(feature.getKey(), feature.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }
}
