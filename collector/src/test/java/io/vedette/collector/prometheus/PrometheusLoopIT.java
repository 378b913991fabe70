package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.collector.Collector;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.kafka.LocalKafka;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes itself and pushes to a real collector by remote write; another one, that has nothing of its
 * own, reads from the collector by remote read; promtool asks the collector.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusLoopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<AutoCloseable> open = new ArrayList<>();
    private RealPrometheus writing;
    private RealPrometheus reading;
    private String url;
    private String now;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        assumeTrue(
                Files.isExecutable(RealPrometheus.BINARY) && Files.isExecutable(RealPrometheus.TOOL),
                "NO PROMETHEUS WROTE OR READ: " + RealPrometheus.BINARY + " is missing; apt-get install prometheus");
        LocalKafka kafka = opened(LocalKafka.start(folder));
        Collector collector = opened(new Collector(
                CollectorConfig.parse(
                        "listen: '127.0.0.1:0'\nshipped_rules: false\ndata: '" + folder.resolve("collector")
                                + "'\nkafka: {bootstrap_servers: '"
                                + kafka.clients().bootstrapServers() + "'}",
                        "collector.yml"),
                "test",
                InstantSource.system()));
        collector.start();
        url = collector.url();
        await().atMost(PATIENCE).until(() -> ApiServer.getText(url, "-/ready").statusCode() == 200);
        writing = opened(RealPrometheus.start(folder.resolve("writing"), """
                global: {scrape_interval: 1s, external_labels: {cluster: test}}
                scrape_configs:
                  - {job_name: prometheus, static_configs: [{targets: ['127.0.0.1:PORT']}]}
                remote_write:
                  - {url: '%sapi/v1/write', queue_config: {batch_send_deadline: 200ms}}
                """.formatted(url)));
        reading = opened(RealPrometheus.start(folder.resolve("reading"), """
                global: {scrape_interval: 15s}
                remote_read:
                  - {url: '%sapi/v1/read', read_recent: true}
                """.formatted(url)));
        await().atMost(PATIENCE)
                .until(() -> result(ApiServer.ask(
                                        url,
                                        "api/v1/query",
                                        "query",
                                        "count_over_time(up{job=\"prometheus\"}[1m]) > 3"))
                                .size()
                        == 1);
        now = SampleText.timestamp(newestMillis());
        // Of one scrape some samples may come later than others; not those of a scrape before the last.
        await().atMost(PATIENCE)
                .until(() -> newestMillis() > seconds(now).movePointRight(3).longValue() + 2_000);
    }

    private static BigDecimal seconds(String time) {
        return new BigDecimal(time);
    }

    private long newestMillis() throws Exception {
        JsonNode newest = result(ApiServer.ask(url, "api/v1/query", "query", "max(timestamp(up{job=\"prometheus\"}))"));
        return seconds(newest.get(0).path("value").get(1).asText())
                .movePointRight(3)
                .longValue();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
    }

    private static JsonNode result(ApiServer.Answer answer) {
        return answer.data().path("result");
    }

    @Test
    void hasWhatAPrometheusWrote() throws Exception {
        String query = "{job=\"prometheus\",__name__!~\"scrape_.*|up|.*bucket|prometheus_remote.*\"}";
        JsonNode theirs = result(ApiServer.ask(writing.url(), "api/v1/query", "query", query, "time", now));
        JsonNode ours = result(ApiServer.ask(url, "api/v1/query", "query", query, "time", now));

        assertThat(theirs.size()).isGreaterThan(200);
        assertThat(lines(ours)).isEqualTo(lines(theirs));
    }

    /** One line a series, without the label that Prometheus adds when it writes. */
    private static TreeSet<String> lines(JsonNode result) {
        TreeSet<String> lines = new TreeSet<>();
        result.forEach(series ->
                lines.add(series.toString().replace("\"cluster\":\"test\",", "").replace(" ", "")));
        return lines;
    }

    @Test
    void letsAPrometheusThatHasNothingAnswerLikeTheOneThatWrote() throws Exception {
        for (String query : List.of(
                "up{job=\"prometheus\"}",
                "count_over_time(up{job=\"prometheus\"}[1m])",
                "sum by (handler) (rate(prometheus_http_requests_total{code=~\"2..\"}[1m]))",
                "histogram_quantile(0.9, rate(prometheus_http_request_duration_seconds_bucket[1m]))")) {
            JsonNode written = result(ApiServer.ask(writing.url(), "api/v1/query", "query", query, "time", now));
            JsonNode read = result(ApiServer.ask(reading.url(), "api/v1/query", "query", query, "time", now));

            assertThat(read.size()).as(query).isPositive();
            assertThat(lines(read)).as(query).isEqualTo(lines(written));
        }
        assertThat(ApiServer.ask(reading.url(), "api/v1/series", "match[]", "up{job=\"prometheus\"}")
                        .data())
                .hasSize(1);
    }

    @Test
    void promtoolAsksAllThatItCanAsk() throws Exception {
        assertThat(promtool("instant", "--time=" + now, url, "up{job=\"prometheus\"}"))
                .startsWith("up{")
                .contains("=> 1 @[");
        String before = seconds(now).subtract(BigDecimal.ONE).toString();
        assertThat(promtool("range", "--start=" + before, "--end=" + now, "--step=1s", url, "up{job=\"prometheus\"}"))
                .startsWith("up{")
                .contains("1 @[");
        assertThat(promtool("series", "--match=up{job=\"prometheus\"}", url)).contains("__name__=\"up\"");
        assertThat(promtool("labels", url, "job").lines()).contains("prometheus");
        assertThat(promtool("labels", "--match=up", url, "cluster").lines()).contains("test");
    }

    private static String promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(RealPrometheus.TOOL.toString(), "query"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + ": " + output).isZero();
        return output;
    }
}
