package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.metrics.RebuildProgress;
import io.vedette.collector.serve.Door;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadCardinalities;
import io.vedette.rules.head.HeadCardinalities.Count;
import io.vedette.rules.head.HeadStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /api/v1/status/*}: what the process is and how full the head. */
public final class StatusDoor implements Door {
    /** The Prometheus whose API is served here. Clients choose what they ask by it, so it is not Vedette's version. */
    private static final String API_VERSION = "3.14.0";

    private static final int DEFAULT_TOP = 10;
    private static final int MAX_TOP = 10_000;

    private final ServerFacts facts;
    private final Head head;
    private final Supplier<RebuildProgress> progress;
    private final InstantSource clock;

    /** @param progress how far the head is rebuilt */
    public StatusDoor(ServerFacts facts, Head head, Supplier<RebuildProgress> progress, InstantSource clock) {
        this.facts = facts;
        this.head = head;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/status/buildinfo", ApiAnswer.handler(this::buildInfo));
        routes.get("/api/v1/status/runtimeinfo", ApiAnswer.handler(this::runtimeInfo));
        routes.get("/api/v1/status/config", ApiAnswer.handler(this::config));
        routes.get("/api/v1/status/flags", ApiAnswer.handler(this::flags));
        routes.get("/api/v1/status/tsdb", ApiAnswer.handler(this::headStatus));
        routes.get("/api/v1/status/tsdb/blocks", ApiAnswer.handler(StatusDoor::blocks));
        routes.get("/api/v1/status/walreplay", ApiAnswer.handler(this::rebuilding));
        routes.get("/api/v1/notifications", ApiAnswer.handler(this::notifications));
    }

    /** Without {@code features}: with it Grafana would take this for Mimir. */
    private void buildInfo(Context context) throws IOException {
        writeTexts(
                context,
                Map.of(
                        "version", API_VERSION,
                        "revision", "vedette-" + facts.version(),
                        "branch", "",
                        "buildUser", "",
                        "buildDate", "",
                        "goVersion", ""));
    }

    private void runtimeInfo(Context context) throws IOException {
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeStringField("startTime", facts.startedAt().toString());
            json.writeStringField("CWD", System.getProperty("user.dir", ""));
            json.writeStringField("hostname", facts.hostName());
            json.writeStringField("serverTime", clock.instant().toString());
            json.writeBooleanField("reloadConfigSuccess", facts.lastReloadGood().getAsBoolean());
            json.writeStringField("lastConfigTime", facts.lastReload().get().toString());
            json.writeNumberField("corruptionCount", 0);
            json.writeNumberField("goroutineCount", Thread.activeCount());
            json.writeNumberField("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
            json.writeNumberField("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
            json.writeStringField("GOGC", "");
            json.writeStringField("GODEBUG", "");
            json.writeStringField("storageRetention", facts.retention().toSeconds() + "s");
            json.writeEndObject();
        });
    }

    private void config(Context context) throws IOException {
        writeTexts(context, Map.of("yaml", facts.config()));
    }

    private void flags(Context context) throws IOException {
        writeTexts(context, facts.flags());
    }

    private static void writeTexts(Context context, Map<String, String> texts) throws IOException {
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> text : texts.entrySet()) {
                json.writeStringField(text.getKey(), text.getValue());
            }
            json.writeEndObject();
        });
    }

    private void headStatus(Context context) throws ApiException, IOException {
        int top = new ApiRequest(context).wholeNumber("limit", DEFAULT_TOP);
        if (top < 1 || top > MAX_TOP) {
            throw ApiException.invalid("limit", "limit must be a positive number of at most " + MAX_TOP);
        }
        HeadStats stats = head.stats();
        HeadCardinalities all = head.cardinalities(Integer.MAX_VALUE);
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("headStats");
            json.writeNumberField("numSeries", stats.series());
            json.writeNumberField("numLabelPairs", all.seriesByPair().size());
            json.writeNumberField("chunkCount", stats.chunks());
            json.writeNumberField("minTime", stats.completeFromMillis().orElse(Long.MAX_VALUE));
            json.writeNumberField("maxTime", clock.millis());
            json.writeEndObject();
            writeCounts(json, "seriesCountByMetricName", first(top, all.seriesByMetric()));
            writeCounts(json, "labelValueCountByLabelName", first(top, all.valuesByLabel()));
            writeCounts(json, "memoryInBytesByLabelName", first(top, valueBytes()));
            writeCounts(json, "seriesCountByLabelValuePair", first(top, all.seriesByPair()));
            json.writeEndObject();
        });
    }

    /** Bytes of the different values of each label, as Prometheus counts them. */
    private List<Count> valueBytes() {
        List<Count> counts = new ArrayList<>();
        for (String name : head.labelNames(List.of(), ApiTime.MIN_MILLIS, ApiTime.MAX_MILLIS)) {
            long bytes = 0;
            for (String value : head.labelValues(name, List.of(), ApiTime.MIN_MILLIS, ApiTime.MAX_MILLIS)) {
                bytes += value.getBytes(StandardCharsets.UTF_8).length;
            }
            counts.add(new Count(name, (int) Math.min(Integer.MAX_VALUE, bytes)));
        }
        counts.sort(null);
        return counts;
    }

    /** There are no blocks: the past is in the index. */
    private static void blocks(Context context) throws IOException {
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("blocks");
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Kafka takes the place of Prometheus's log of writes: records in place of segments. */
    private void rebuilding(Context context) throws IOException {
        RebuildProgress now = progress.get();
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeNumberField("min", 0);
            json.writeNumberField("max", now.recordsTotal());
            json.writeNumberField("current", now.recordsDone());
            json.writeEndObject();
        });
    }

    private void notifications(Context context) throws IOException {
        ApiAnswer.write(context, json -> {
            json.writeStartArray();
            if (!facts.lastReloadGood().getAsBoolean()) {
                writeNotification(json, "Configuration reload has failed.", clock.instant());
            }
            if (progress.get().state() != RebuildProgress.State.LIVE) {
                writeNotification(json, progress.get().toString(), facts.startedAt());
            }
            json.writeEndArray();
        });
    }

    private static void writeNotification(JsonGenerator json, String text, Instant since) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", text);
        json.writeStringField("date", since.toString());
        json.writeBooleanField("active", true);
        json.writeEndObject();
    }

    private static List<Count> first(int top, List<Count> counts) {
        return counts.subList(0, Math.min(top, counts.size()));
    }

    private static void writeCounts(JsonGenerator json, String name, List<Count> counts) throws IOException {
        json.writeArrayFieldStart(name);
        for (Count count : counts) {
            json.writeStartObject();
            json.writeStringField("name", count.name());
            json.writeNumberField("value", count.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
