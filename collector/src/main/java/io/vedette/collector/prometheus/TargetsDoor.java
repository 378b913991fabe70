package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Door;
import java.io.IOException;
import java.util.List;

/** {@code /api/v1/targets} and {@code scrape_pools}: the agents, by their series {@code up}. */
public final class TargetsDoor implements Door {
    private final AgentList agents;

    /** @param agents what is shown */
    public TargetsDoor(AgentList agents) {
        this.agents = agents;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/targets", ApiAnswer.handler(this::targets));
        routes.get("/api/v1/scrape_pools", ApiAnswer.handler(this::pools));
    }

    private void targets(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        String pool = request.text("scrapePool");
        boolean active = !request.text("state").equals("dropped");
        List<AgentList.Agent> wanted = agents.agents().stream()
                .filter(target -> active && (pool.isEmpty() || pool.equals(target.job())))
                .toList();
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("activeTargets");
            for (AgentList.Agent target : wanted) {
                write(json, target);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("droppedTargets");
            json.writeEndArray();
            json.writeObjectFieldStart("droppedTargetCounts");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void pools(Context context) throws IOException {
        List<String> pools =
                agents.agents().stream().map(AgentList.Agent::job).distinct().toList();
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("scrapePools");
            for (String pool : pools) {
                json.writeString(pool);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, AgentList.Agent target) throws IOException {
        json.writeStartObject();
        json.writeFieldName("discoveredLabels");
        ApiAnswer.writeLabels(json, target.labels());
        json.writeFieldName("labels");
        ApiAnswer.writeLabels(json, target.labels());
        json.writeStringField("scrapePool", target.job());
        json.writeStringField("scrapeUrl", "");
        json.writeStringField("globalUrl", "");
        json.writeStringField("lastError", target.up() ? "" : "nothing came for two intervals");
        json.writeStringField("lastScrape", target.lastSample().toString());
        json.writeNumberField("lastScrapeDuration", 0);
        json.writeStringField("health", target.up() ? "up" : "down");
        json.writeStringField("scrapeInterval", "");
        json.writeStringField("scrapeTimeout", "");
        json.writeEndObject();
    }
}
