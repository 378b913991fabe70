package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.metrics.RebuildProgress;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import io.vedette.protocol.metrics.WriteRequestWriter;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/** The same samples, pushed to a real Prometheus and put into the head, must give the same answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAsPrometheusIT {
    private static final int SAMPLES = 40;
    private static final long STEP_MILLIS = 15_000;

    /** Off the grid of the questions: Prometheus 3 took the left edge out of ranges, which must not matter here. */
    private final long startMillis = System.currentTimeMillis() / 60_000 * 60_000 - SAMPLES * STEP_MILLIS + 123;

    private final Head head = new Head(HeadLimits.DEFAULT);
    private RealPrometheus prometheus;
    private ApiServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        assumeTrue(
                Files.isExecutable(RealPrometheus.BINARY),
                "NOT COMPARED WITH PROMETHEUS: " + RealPrometheus.BINARY + " is missing; apt-get install prometheus");
        prometheus = RealPrometheus.start(folder);
        for (byte[] request : requests()) {
            assertThat(ApiServer.push(
                                    prometheus.url(),
                                    Snappy.compress(request),
                                    "Content-Type",
                                    "application/x-protobuf",
                                    "Content-Encoding",
                                    "snappy",
                                    "X-Prometheus-Remote-Write-Version",
                                    "0.1.0")
                            .statusCode())
                    .isEqualTo(204);
            appendToHead(request);
        }
        InstantSource clock = InstantSource.system();
        server = new ApiServer(
                new QueryDoor(
                        new QueryRunner(
                                head, QueryRunner.Settings.DEFAULT, System::nanoTime, new SimpleMeterRegistry()),
                        clock,
                        System::nanoTime),
                new ExpressionDoor(),
                new SeriesDoor(head),
                new StatusDoor(
                        new ServerFacts(
                                "1",
                                "host",
                                clock.instant(),
                                Duration.ofHours(6),
                                "",
                                new TreeMap<>(),
                                clock::instant,
                                () -> true),
                        head,
                        () -> new RebuildProgress(RebuildProgress.State.LIVE, 0, 0),
                        clock));
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (prometheus != null) {
            prometheus.close();
        }
    }

    private List<byte[]> requests() {
        List<byte[]> requests = new ArrayList<>();
        WriteRequestWriter writer = new WriteRequestWriter();
        for (int i = 0; i < SAMPLES; i++) {
            writer.reset();
            long time = startMillis + i * STEP_MILLIS;
            for (String instance : List.of("n1", "n2")) {
                int factor = instance.equals("n1") ? 1 : 3;
                for (String mode : List.of("idle", "user")) {
                    writer.sample(labels("cpu_seconds_total", instance, "mode", mode), time, i * factor * 0.1);
                }
                writer.sample(labels("memory_bytes", instance, "unit", "\"B\\\n\t<>&é"), time, 1e9 * factor + i / 3.0);
                writer.sample(labels("up", instance, "job", "node"), time, i % 10 == 5 ? 0 : 1);
            }
            writer.sample(labels("tiny", "n1", "", ""), time, 1e-7 / (i + 1));
            writer.sample(labels("huge", "n1", "", ""), time, 1.5e21 * (i + 1));
            writer.sample(labels("odd", "n1", "kind", "infinite"), time, Double.POSITIVE_INFINITY);
            writer.sample(labels("odd", "n1", "kind", "nan"), time, Double.NaN);
            writer.sample(labels("odd", "n1", "kind", "negative"), time, -0.0);
            requests.add(writer.toByteArray());
        }
        return requests;
    }

    private static EncodedLabels labels(String metric, String instance, String name, String value) {
        return EncodedLabels.of(
                metric, name.isEmpty() ? Map.of("instance", instance) : Map.of("instance", instance, name, value));
    }

    private void appendToHead(byte[] request) throws Exception {
        new WriteRequestReader().read(request, new WriteRequestVisitor() {
            private Labels current = Labels.EMPTY;

            @Override
            public void series(SeriesLabels encoded) throws MalformedRecordException {
                String[] namesAndValues = encoded.decode();
                int length = encoded.length();
                current = Labels.ofSorted(namesAndValues, length);
            }

            @Override
            public void sample(long timestampMillis, double value) {
                head.append(current, timestampMillis, value);
            }
        });
    }

    private String seconds(int steps) {
        return SampleText.timestamp(startMillis + steps * STEP_MILLIS + 1_377);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "up == 0",
                "cpu_seconds_total{mode!=\"idle\"}",
                "memory_bytes",
                "tiny",
                "huge",
                "odd",
                "nothing_there",
                "42",
                "1e30",
                "1 / 0",
                "time()",
                "\"text \\\"quoted\\\"\"",
                "up[1m]",
                "rate(cpu_seconds_total[1m])",
                "sum by (instance) (rate(cpu_seconds_total[2m]))",
                "avg without (mode) (cpu_seconds_total) * 100",
                "topk(1, memory_bytes)",
                "histogram_quantile(0.9, rate(nothing_bucket[1m]))",
                "up offset 1m",
                "max_over_time(up[5m:30s])",
                "label_replace(up, \"node\", \"$1\", \"instance\", \"n(.*)\")",
                "absent(up{instance=\"n9\"})",
                "count_values(\"value\", up)",
                "-memory_bytes / 3",
                "sum(",
                "up{",
                "rate(up)",
                "cpu_seconds_total + on(instance) up",
                "{}",
                "label_replace(up, \"bad name\", \"\", \"instance\", \"(\")"
            })
    void answersInstantQueriesAlike(String query) throws Exception {
        assertSame("api/v1/query", "query", query, "time", seconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "rate(cpu_seconds_total{mode=\"user\"}[1m])",
                "sum(memory_bytes) by (unit)",
                "1 - avg(up)",
                "tiny * 1",
                "odd",
                "7",
                "time()",
                "up > 5",
                "up[1m]",
                "\"text\"",
                "sum("
            })
    void answersRangeQueriesAlike(String query) throws Exception {
        assertSame("api/v1/query_range", "query", query, "start", seconds(5), "end", seconds(35), "step", "30");
        assertSame("api/v1/query_range", "query", query, "start", seconds(5), "end", seconds(6), "step", "7s500ms");
    }

    @Test
    void listsSeriesAndLabelsAlike() throws Exception {
        assertSame("api/v1/labels");
        assertSame("api/v1/labels", "match[]", "cpu_seconds_total");
        assertSame("api/v1/label/mode/values");
        assertSame("api/v1/label/__name__/values", "match[]", "{instance=\"n2\"}");
        assertSame("api/v1/label/nothing/values");
        assertSame("api/v1/series", "match[]", "up", "match[]", "{mode=\"idle\"}");
        assertSame("api/v1/series", "match[]", "up", "start", seconds(0), "end", seconds(40));
    }

    @Test
    void formatsQueriesAlike() throws Exception {
        assertSame("api/v1/format_query", "query", "sum  by(instance)(rate(up[1m0s]) ) >bool  0.5");
        assertSame("api/v1/query_exemplars", "query", "up", "start", seconds(0), "end", seconds(1));
    }

    @Test
    void refusesBadParametersAlike() throws Exception {
        assertSame("api/v1/query", "query", "up", "time", "yesterday");
        assertSame("api/v1/query", "query", "up", "timeout", "long");
        assertSame("api/v1/query");
        assertSame("api/v1/query_range", "query", "up");
        assertSame("api/v1/query_range", "query", "up", "start", "10", "end", "5", "step", "1");
        assertSame("api/v1/query_range", "query", "up", "start", "5", "end", "10", "step", "0");
        assertSame("api/v1/query_range", "query", "up", "start", "5", "end", "10", "step", "-1s");
        assertSame("api/v1/query_range", "query", "up", "start", "5", "end", "10", "step", "x");
        assertSame("api/v1/query_range", "query", "up", "start", "0", "end", "1000000", "step", "1");
        assertSame("api/v1/series");
        assertSame("api/v1/series", "match[]", "up", "start", "never");
        assertSame("api/v1/query_exemplars", "query", "up", "start", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "rate(cpu_seconds_total[1m])", "42", "nothing_there"})
    void promtoolReadsTheAnswers(String query) throws Exception {
        assumeTrue(
                Files.isExecutable(RealPrometheus.TOOL),
                "PROMTOOL DID NOT ASK: " + RealPrometheus.TOOL + " is missing; apt-get install prometheus");
        assertThat(promtool(server.url(), query)).isEqualTo(promtool(prometheus.url(), query));
    }

    private String promtool(String url, String query) throws Exception {
        Process process = new ProcessBuilder(
                        RealPrometheus.TOOL.toString(), "query", "instant", "--time=" + seconds(30), url, query)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private void assertSame(String path, String... namesAndValues) throws Exception {
        ApiServer.Answer expected = ApiServer.ask(prometheus.url(), path, namesAndValues);
        ApiServer.Answer actual = server.get(path, namesAndValues);
        String question = path + " " + String.join(" ", namesAndValues);

        assertThat(actual.status()).as(question + ": " + actual.body()).isEqualTo(expected.status());
        assertThat(sorted(actual.body())).as(question).isEqualTo(sorted(expected.body()));
    }

    /**
     * Series may stand in any order in a vector; errors name settings here, and two are worded differently since
     * Prometheus 3.
     */
    private static String sorted(JsonNode body) {
        if (body.has("error")) {
            return body.toString()
                    .replace("invalid parameter \\\"query\\\": ", "")
                    .replace("Invalid time value", "invalid time value")
                    .replace(" or raise query.max_steps", "");
        }
        JsonNode result = body.path("data").path("result");
        if (!result.isArray() || result.isEmpty() || !result.get(0).isObject()) {
            return body.toString();
        }
        List<String> elements = new ArrayList<>();
        result.forEach(element -> elements.add(element.toString()));
        elements.sort(null);
        return body.path("status") + " " + body.path("data").path("resultType") + " " + String.join("\n", elements);
    }
}
