package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.metrics.MetricMetadata;
import io.vedette.collector.serve.Door;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code /api/v1/metadata}: what senders say of their metrics. */
public final class MetadataDoor implements Door {
    private final MetricMetadata metadata;

    /** @param metadata what is shown */
    public MetadataDoor(MetricMetadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/metadata", ApiAnswer.handler(this::answer));
    }

    private void answer(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        String metric = request.text("metric");
        int limit = limit(request, "limit");
        // Prometheus keeps what each target says; here the newest word counts, so there is one entry at most.
        limit(request, "limit_per_metric");
        Map<String, MetricMetadata.Metadata> all = new TreeMap<>();
        if (metric.isEmpty()) {
            all.putAll(metadata.all());
        } else {
            metadata.of(metric).ifPresent(known -> all.put(metric, known));
        }
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            int left = limit < 0 ? Integer.MAX_VALUE : limit;
            for (Map.Entry<String, MetricMetadata.Metadata> one : all.entrySet()) {
                if (left-- == 0) {
                    break;
                }
                write(json, one.getKey(), one.getValue());
            }
            json.writeEndObject();
        });
    }

    /** How many are wanted at most; less than 0, which is also what a missing parameter means, for all. */
    static int limit(ApiRequest request, String name) throws ApiException {
        String text = request.text(name);
        try {
            return text.isEmpty() ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ApiException(ApiException.Type.BAD_DATA, name + " must be a number");
        }
    }

    /** A list in Prometheus, where targets may differ; here the newest word counts. */
    private static void write(JsonGenerator json, String metric, MetricMetadata.Metadata known) throws IOException {
        json.writeArrayFieldStart(metric);
        json.writeStartObject();
        json.writeStringField("type", known.type().name().toLowerCase(Locale.ROOT));
        json.writeStringField("unit", known.unit());
        json.writeStringField("help", known.help());
        json.writeEndObject();
        json.writeEndArray();
    }
}
