package io.vedette.collector.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.lucene.LuceneLogIndex;
import io.vedette.collector.index.lucene.LuceneSettings;
import io.vedette.collector.logs.Chunks;
import io.vedette.collector.logs.parse.LineReader;
import io.vedette.collector.serve.HttpServer;
import io.vedette.protocol.config.ListenAddress;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LogsApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final LineReader lines = new LineReader(EcsSchema.load(), ZoneOffset.UTC, "default");
    private LogIndex index;
    private LogsApi api;
    private HttpServer server;
    private long offset;

    @BeforeEach
    void start() throws Exception {
        index = new LuceneLogIndex(
                new LuceneSettings(directory.resolve("index"), Duration.ofDays(3), 64L << 20),
                EcsSchema.load(),
                InstantSource.system(),
                System::nanoTime,
                new SimpleMeterRegistry());
        api = new LogsApi(index, InstantSource.system(), System::nanoTime, new SimpleMeterRegistry());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        server = new HttpServer(ListenAddress.parse("127.0.0.1:0"), List.of(api), registry);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        server.close();
        index.close();
    }

    private void write(String... text) throws Exception {
        Instant now = Instant.now();
        index.add(lines.read(Chunks.of(Chunks.file("web-1", "/var/log/app.log"), now, offset, List.of(text)), now));
        offset += 1_000;
        // Past the time after which a search sees what was written.
        Thread.sleep(600);
    }

    /** The server's address without the slash at its end. */
    private String base() {
        return server.url().replaceAll("/$", "");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(base() + path)).build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void findsLinesNewestFirstPageByPage() throws Exception {
        write("ERROR one", "two", "three \u001b[31m");

        JsonNode first = JSON.readTree(
                get("/api/logs?query=&from=now-15m&to=now%2B1m&limit=2").body());
        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(first.at("/documents/0/message").asText()).isEqualTo("three \u001b[31m");
        assertThat(first.at("/documents/1/host/name").asText()).isEqualTo("web-1");
        JsonNode second = JSON.readTree(
                get("/api/logs?limit=2&after=" + first.path("next").asText()).body());
        assertThat(second.path("documents")).hasSize(1);
        assertThat(second.at("/documents/0/log/level").asText()).isEqualTo("error");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(JSON.readTree(get("/api/logs?query=" + encoded("log.level:error"))
                                .body())
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(JSON.readTree(get("/api/logs?to=now-1h").body()).path("documents"))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAQuestion() throws Exception {
        assertRefused("/api/logs?query=" + encoded("a AND"), "cannot read the query");
        assertRefused("/api/logs?from=yesterday", "from: \\\"yesterday\\\" is no time; write now-15m");
        assertRefused("/api/logs?limit=100000", "limit: not a number from 1 to 1000");
        assertRefused("/api/logs?limit=x", "limit: not a number from 1 to 1000");
        assertRefused("/api/logs?after=x", "not a cursor");
        assertRefused("/api/logs/histogram?buckets=0", "buckets: not a number");
        assertRefused("/api/logs/histogram?from=now&to=now-1h", "needs a time");
        assertRefused("/api/logs/tail?query=" + encoded("\"open"), "cannot read the query");
    }

    private void assertRefused(String path, String message) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.body()).contains("\"status\":\"error\"").contains(message);
    }

    @Test
    void countsByTimeAndLevel() throws Exception {
        write("ERROR one", "ERROR two", "plain");

        JsonNode histogram = JSON.readTree(
                get("/api/logs/histogram?from=now-1h&to=now%2B1m&buckets=61").body());

        assertThat(histogram.path("total").asInt()).isEqualTo(3);
        assertThat(histogram.path("width").asInt()).isEqualTo(60_000);
        assertThat(histogram.path("buckets")).hasSize(61);
        int errors = 0;
        for (JsonNode bucket : histogram.path("buckets")) {
            errors += bucket.path("levels").path("error").asInt();
        }
        assertThat(errors).isEqualTo(2);
    }

    @Test
    void followersGetLinesAsTheyArriveEachOnce() throws Exception {
        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(URI.create(base() + "/api/logs/tail?query=" + encoded("wanted")))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        write("wanted 1", "other");
        write("wanted 2");
        write("1999-01-01T00:00:00Z wanted 3, though it happened long ago");

        List<String> messages = new ArrayList<>();
        try (BufferedReader events = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            while (messages.size() < 3) {
                String line = events.readLine();
                if (line.startsWith("data: ")) {
                    messages.add(
                            JSON.readTree(line.substring(6)).path("message").asText());
                }
            }
        }
        assertThat(messages)
                .containsExactly("wanted 1", "wanted 2", "1999-01-01T00:00:00Z wanted 3, though it happened long ago");
    }

    @Test
    void moreFollowersThanItTakesAreToldSo() throws Exception {
        List<HttpResponse<InputStream>> followers = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < LogTails.TAILS_MAX + 1; i++) {
            HttpResponse<InputStream> follower = client.send(
                    HttpRequest.newBuilder(URI.create(base() + "/api/logs/tail"))
                            .build(),
                    BodyHandlers.ofInputStream());
            followers.add(follower);
            refused += follower.statusCode() == 503 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(1);
        for (HttpResponse<InputStream> follower : followers) {
            follower.body().close();
        }
    }
}
