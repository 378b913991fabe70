package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Door;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.StaleMarker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code /api/v1/targets} and {@code scrape_pools}: the agents, by their series {@code up}. */
public final class TargetsDoor implements Door {
    private final SeriesSource source;
    private final Duration lookback;
    private final InstantSource clock;

    /** @param lookback how long an agent that sends nothing stays in the list */
    public TargetsDoor(SeriesSource source, Duration lookback, InstantSource clock) {
        this.source = source;
        this.lookback = lookback;
        this.clock = clock;
    }

    private record Target(Labels labels, boolean up, Instant lastSample) {
        String pool() {
            return labels.get("job");
        }
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
        List<Target> wanted = targets().stream()
                .filter(target -> active && (pool.isEmpty() || pool.equals(target.pool())))
                .toList();
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("activeTargets");
            for (Target target : wanted) {
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
        List<String> pools = targets().stream().map(Target::pool).distinct().toList();
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

    private List<Target> targets() {
        long now = clock.millis();
        long earliest = now - lookback.toMillis();
        List<Target> targets = new ArrayList<>();
        SampleBuffer samples = new SampleBuffer();
        for (Series series : source.select(List.of(LabelMatcher.equal(Labels.NAME, "up")), earliest, now)) {
            samples.clear();
            series.read(earliest, now, samples);
            int last = samples.size() - 1;
            if (last >= 0 && !StaleMarker.is(samples.value(last))) {
                targets.add(new Target(
                        series.labels().filter(name -> !name.equals(Labels.NAME)),
                        samples.value(last) == 1,
                        Instant.ofEpochMilli(samples.timestampMillis(last))));
            }
        }
        targets.sort(Comparator.comparing(Target::pool).thenComparing(Target::labels));
        return targets;
    }

    private static void write(JsonGenerator json, Target target) throws IOException {
        json.writeStartObject();
        json.writeFieldName("discoveredLabels");
        ApiAnswer.writeLabels(json, target.labels());
        json.writeFieldName("labels");
        ApiAnswer.writeLabels(json, target.labels());
        json.writeStringField("scrapePool", target.pool());
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
