package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.metrics.MetricMetadata;
import io.vedette.collector.serve.Door;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /api/v1/targets}, what is below it, and {@code scrape_pools}: the agents, by their series {@code up}. */
public final class TargetsDoor implements Door {
    private final AgentList agents;
    private final SeriesSource source;
    private final MetricMetadata metadata;

    /**
     * @param agents what is shown
     * @param source tells which agent has which metrics
     * @param metadata what is known of the metrics
     */
    public TargetsDoor(AgentList agents, SeriesSource source, MetricMetadata metadata) {
        this.agents = agents;
        this.source = source;
        this.metadata = metadata;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/targets", ApiAnswer.handler(this::targets));
        routes.get("/api/v1/targets/metadata", ApiAnswer.handler(this::metadata));
        routes.get("/api/v1/targets/relabel_steps", ApiAnswer.handler(this::relabelSteps));
        routes.get("/api/v1/scrape_pools", ApiAnswer.handler(this::pools));
    }

    private void targets(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        String pool = request.text("scrapePool");
        String state = request.text("state").toLowerCase(Locale.ROOT);
        boolean active = state.isEmpty() || state.equals("any") || state.equals("active");
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

    private void metadata(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        int limit = MetadataDoor.limit(request, "limit");
        String metric = request.text("metric");
        String selector = request.text("match_target");
        List<LabelMatcher> matchers = selector.isEmpty()
                ? List.of()
                : SelectorList.parse("match_target", selector).matchers();
        ApiAnswer.write(context, json -> {
            json.writeStartArray();
            int written = 0;
            for (AgentList.Agent target : agents.agents()) {
                if (limit >= 0 && written >= limit) {
                    break;
                }
                if (matchers.stream()
                        .allMatch(matcher -> matcher.matches(target.labels().get(matcher.name())))) {
                    written += writeMetadata(json, target, metric);
                }
            }
            json.writeEndArray();
        });
    }

    /** What is known of the metrics that an agent has, or of one of them; how many were written. */
    private int writeMetadata(JsonGenerator json, AgentList.Agent target, String wanted) throws IOException {
        SortedSet<String> known = new TreeSet<>();
        for (String name : metricsOf(target)) {
            String described = metadata.describedName(name);
            if (!described.isEmpty() && (wanted.isEmpty() || wanted.equals(described))) {
                known.add(described);
            }
        }
        for (String metric : known) {
            MetricMetadata.Metadata about = metadata.of(metric).orElseThrow();
            json.writeStartObject();
            json.writeFieldName("target");
            ApiAnswer.writeLabels(json, target.labels());
            if (wanted.isEmpty()) {
                json.writeStringField("metric", metric);
            }
            json.writeStringField("type", about.type().name().toLowerCase(Locale.ROOT));
            json.writeStringField("help", about.help());
            json.writeStringField("unit", about.unit());
            json.writeEndObject();
        }
        return known.size();
    }

    private SortedSet<String> metricsOf(AgentList.Agent target) {
        return source.labelValues(
                Labels.NAME,
                List.of(LabelMatcher.equal("job", target.job()), LabelMatcher.equal("instance", target.instance())),
                ApiTime.MIN_MILLIS,
                ApiTime.MAX_MILLIS);
    }

    /** Nothing is relabelled here, so a target's labels take no steps. */
    private void relabelSteps(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        String pool = request.text("scrapePool");
        if (pool.isEmpty()) {
            throw new ApiException(ApiException.Type.BAD_DATA, "no scrapePool parameter provided");
        }
        if (request.text("labels").isEmpty()) {
            throw new ApiException(ApiException.Type.BAD_DATA, "no labels parameter provided");
        }
        if (agents.agents().stream().noneMatch(target -> target.job().equals(pool))) {
            throw new ApiException(
                    ApiException.Type.BAD_DATA,
                    "error getting scrape config: unknown scrape pool " + ApiTime.quote(pool));
        }
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("steps");
            json.writeEndArray();
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
