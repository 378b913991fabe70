package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.metrics.MetricMetadata;
import io.vedette.collector.metrics.RebuildProgress;
import io.vedette.protocol.metrics.MetricType;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.StaleMarker;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeriesApiIT {
    private static final long NOW = 1_763_900_000_000L;

    private final Head head = new Head(HeadLimits.DEFAULT);
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    private ApiServer server;

    @BeforeAll
    void start() throws Exception {
        head.append(Labels.of("__name__", "up", "job", "node", "instance", "n1"), NOW - 5_000, 1);
        head.append(Labels.of("__name__", "up", "job", "node", "instance", "n2"), NOW - 7_250, 0);
        head.append(Labels.of("__name__", "up", "job", "node", "instance", "n3"), NOW - 9_000, StaleMarker.VALUE);
        head.append(Labels.of("__name__", "load", "job", "node", "instance", "n1", "BIG", "x"), NOW - 5_000, 0.25);
        head.append(Labels.of("__name__", "my.metric", "a \"b\"", "c\\d\ne"), NOW - 5_000, Double.POSITIVE_INFINITY);
        ServerFacts facts = new ServerFacts(
                "1.2.3",
                "host",
                Instant.ofEpochMilli(NOW - 60_000),
                Duration.ofHours(6),
                "cluster: default\n",
                new TreeMap<>(Map.of("query.timeout", "2m")),
                () -> Instant.ofEpochMilli(NOW - 60_000),
                () -> true);
        MetricMetadata metadata = new MetricMetadata(10);
        metadata.put("load", MetricType.GAUGE, "Load.", "");
        server = new ApiServer(
                new CorsDoor(),
                new MetadataDoor(metadata),
                new SeriesDoor(head),
                new FederateDoor(head, Duration.ofMinutes(5), clock),
                new TargetsDoor(new AgentList(head, Duration.ofMinutes(5), clock), head, metadata),
                new StatusDoor(facts, head, () -> new RebuildProgress(RebuildProgress.State.REBUILDING, 3, 5), clock));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void listsLabelNamesByGetAndPost() throws Exception {
        assertThat(server.get("api/v1/labels").data().toString())
                .isEqualTo("[\"BIG\",\"__name__\",\"a \\\"b\\\"\",\"instance\",\"job\"]");
        assertThat(server.post("api/v1/labels", "match[]", "up").data().toString())
                .isEqualTo("[\"__name__\",\"instance\",\"job\"]");
    }

    @Test
    void listsLabelValuesOfSelectedSeries() throws Exception {
        assertThat(server.get("api/v1/label/instance/values").data().toString()).isEqualTo("[\"n1\",\"n2\",\"n3\"]");
        assertThat(server.get("api/v1/label/instance/values", "match[]", "load", "match[]", "up{instance=\"n2\"}")
                        .data()
                        .toString())
                .isEqualTo("[\"n1\",\"n2\"]");
        assertThat(server.get("api/v1/label/__name__/values").data().toString())
                .isEqualTo("[\"load\",\"my.metric\",\"up\"]");
    }

    @Test
    void understandsEscapedLabelNames() throws Exception {
        assertThat(server.get("api/v1/label/U__a_20__22_b_22_/values").data().toString())
                .isEqualTo("[\"c\\\\d\\ne\"]");
    }

    @Test
    void saysWhenTheLimitCutTheAnswer() throws Exception {
        ApiServer.Answer cut = server.get("api/v1/label/instance/values", "limit", "2");

        assertThat(cut.data()).hasSize(2);
        assertThat(cut.body().path("warnings").toString()).isEqualTo("[\"results truncated due to limit\"]");
        assertThat(server.get("api/v1/label/instance/values", "limit", "3")
                        .body()
                        .has("warnings"))
                .isFalse();
    }

    @Test
    void listsSeries() throws Exception {
        ApiServer.Answer answer = server.get("api/v1/series", "match[]", "up{instance=~\"n[12]\"}", "match[]", "load");

        assertThat(answer.data().toString())
                .isEqualTo("[{\"BIG\":\"x\",\"__name__\":\"load\",\"instance\":\"n1\",\"job\":\"node\"},"
                        + "{\"__name__\":\"up\",\"instance\":\"n1\",\"job\":\"node\"},"
                        + "{\"__name__\":\"up\",\"instance\":\"n2\",\"job\":\"node\"}]");
    }

    @Test
    void listsOnlySeriesOfTheTimeAskedFor() throws Exception {
        assertThat(server.get("api/v1/series", "match[]", "up", "end", "2020-01-01T00:00:00Z")
                        .data())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            api/v1/series | start   | 1                  | bad_data: no match[] parameter provided
            api/v1/series | match[] | {}                 | match[]
            api/v1/series | match[] | {a=""}             | bad_data: invalid parameter "match[]": 1:1: parse error: vector selector must contain at least one non-empty matcher
            api/v1/series | match[] | rate(up[5m])       | bad_data: invalid parameter "match[]": "rate(up[5m])" is no series selector
            api/v1/series | match[] | up offset 5m       | is no series selector
            api/v1/series | match[] | up{                | bad_data: invalid parameter "match[]": 1:
            api/v1/labels | start   | yesterday          | bad_data: invalid parameter "start": invalid time value for 'start': cannot parse "yesterday" to a valid timestamp
            api/v1/labels | limit   | -1                 | bad_data: invalid parameter "limit": limit must be non-negative
            api/v1/labels | limit   | many               | bad_data: invalid parameter "limit": cannot parse "many"
            api/v1/status/tsdb | limit | 0               | limit must be a positive number
            """)
    void refusesWhatItDoesNotUnderstand(String path, String name, String value, String error) throws Exception {
        ApiServer.Answer answer = server.get(path, name, value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(error);
    }

    @Test
    void federatesTheNewestSamples() throws Exception {
        HttpResponse<String> answer =
                ApiServer.getText(server.url(), "federate", "match[]", "{__name__=~\".+\"}", "match[]", "up");

        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).isEqualTo("""
                        # TYPE load untyped
                        load{BIG="x",instance="n1",job="node"} 0.25 1763899995000
                        # TYPE "my.metric" untyped
                        {"my.metric","a \\"b\\""="c\\\\d\\ne",instance=""} +Inf 1763899995000
                        # TYPE up untyped
                        up{instance="n1",job="node"} 1 1763899995000
                        up{instance="n2",job="node"} 0 1763899992750
                        """);
    }

    @Test
    void refusesExpressionsThatAreTooDeepForTheStack() throws Exception {
        ApiServer.Answer answer = server.post("api/v1/series", "match[]", "up{job=~\"" + "x?".repeat(100_000) + "\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("error").asText()).startsWith("a regular expression has too many");
    }

    @Test
    void federatesOnlyWhatTheTextFormatHasWordsFor() throws Exception {
        Head odd = new Head(HeadLimits.DEFAULT);
        odd.append(Labels.of("__name__", "5xx", "instance", "n1", "a:b", "c", "1st", "d"), NOW - 5_000, 1);
        odd.append(Labels.of("__name__", "job:rate:sum", "job", "node"), NOW - 5_000, 2);
        odd.append(Labels.of("job", "nameless"), NOW - 5_000, 3);
        try (ApiServer other = new ApiServer(new FederateDoor(odd, Duration.ofMinutes(5), clock))) {
            assertThat(ApiServer.getText(
                                    other.url(), "federate", "match[]", "{instance=\"n1\"}", "match[]", "{job=~\".+\"}")
                            .body())
                    .isEqualTo("""
                            # TYPE "5xx" untyped
                            {"5xx","1st"="d","a:b"="c",instance="n1"} 1 1763899995000
                            # TYPE job:rate:sum untyped
                            job:rate:sum{job="node",instance=""} 2 1763899995000
                            """);
        }
    }

    @Test
    void showsAgentsAsTargets() throws Exception {
        ApiServer.Answer answer = server.get("api/v1/targets");

        assertThat(answer.data().path("activeTargets")).hasSize(2);
        assertThat(answer.data().path("activeTargets").get(0).path("health").asText())
                .isEqualTo("up");
        assertThat(answer.data().path("activeTargets").get(1).path("health").asText())
                .isEqualTo("down");
        assertThat(answer.data().path("activeTargets").get(1).path("lastScrape").asText())
                .isEqualTo(Instant.ofEpochMilli(NOW - 7_250).toString());
        assertThat(server.get("api/v1/targets", "state", "dropped").data().path("activeTargets"))
                .isEmpty();
        assertThat(server.get("api/v1/scrape_pools").data().toString()).isEqualTo("{\"scrapePools\":[\"node\"]}");
    }

    @Test
    void tellsWhatIsKnownOfEachAgentsMetrics() throws Exception {
        assertThat(server.get("api/v1/targets/metadata", "match_target", "{instance=\"n1\"}")
                        .data()
                        .toString())
                .isEqualTo("[{\"target\":{\"instance\":\"n1\",\"job\":\"node\"},\"metric\":\"load\","
                        + "\"type\":\"gauge\",\"help\":\"Load.\",\"unit\":\"\"}]");
        assertThat(server.get("api/v1/targets/metadata", "metric", "load")
                        .data()
                        .toString())
                .isEqualTo("[{\"target\":{\"instance\":\"n1\",\"job\":\"node\"},"
                        + "\"type\":\"gauge\",\"help\":\"Load.\",\"unit\":\"\"}]");
        assertThat(server.get("api/v1/targets/metadata", "metric", "up").data()).isEmpty();
        assertThat(server.get("api/v1/metadata").data().toString())
                .isEqualTo("{\"load\":[{\"type\":\"gauge\",\"unit\":\"\",\"help\":\"Load.\"}]}");
        assertThat(server.get("api/v1/metadata", "limit", "0").data()).isEmpty();
    }

    @Test
    void letsPagesOfOtherSitesAsk() throws Exception {
        HttpResponse<String> asked = ApiServer.CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url() + "api/v1/query"))
                        .header("Origin", "https://example.org")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(asked.headers().firstValue("Access-Control-Allow-Methods")).contains("GET, POST, OPTIONS");
    }

    @Test
    void tellsItsStatus() throws Exception {
        ApiServer.Answer build = server.get("api/v1/status/buildinfo");
        assertThat(build.data().path("version").asText()).startsWith("3.");
        assertThat(build.data().has("features")).isFalse();

        assertThat(server.get("api/v1/status/config").data().path("yaml").asText())
                .isEqualTo("cluster: default\n");
        assertThat(server.get("api/v1/status/flags").data().toString()).isEqualTo("{\"query.timeout\":\"2m\"}");
        assertThat(server.get("api/v1/status/runtimeinfo")
                        .data()
                        .path("reloadConfigSuccess")
                        .asBoolean())
                .isTrue();

        ApiServer.Answer tsdb = server.get("api/v1/status/tsdb", "limit", "1");
        assertThat(tsdb.data().path("headStats").path("numSeries").asInt()).isEqualTo(5);
        assertThat(tsdb.data().path("seriesCountByMetricName").toString()).isEqualTo("[{\"name\":\"up\",\"value\":3}]");
    }
}
