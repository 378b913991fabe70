package io.vedette.collector.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** {@code /metrics}: the collector's own workings, as Prometheus text or as OpenMetrics if that is asked for. */
public final class MetricsDoor implements Door {
    private final PrometheusMeterRegistry registry;

    /** @param registry what is shown */
    public MetricsDoor(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::answer);
    }

    private void answer(Context context) throws IOException {
        String type = TextFormat.chooseContentType(context.header("Accept"));
        context.contentType(type);
        try (Writer out = new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8)) {
            registry.scrape(out, type);
        }
    }
}
