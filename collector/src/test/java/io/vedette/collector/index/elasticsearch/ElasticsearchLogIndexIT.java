package io.vedette.collector.index.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vedette.collector.ecs.EcsFields;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.LogIndexContract;
import io.vedette.collector.index.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticsearchLogIndexIT extends LogIndexContract {
    private final RealElasticsearch server = RealElasticsearch.shared();
    private final String host = "node-" + UUID.randomUUID();
    private LogIndex index;

    @BeforeEach
    void open() throws IOException {
        index = new ElasticsearchLogIndex(settings(server.url()), EcsSchema.load());
    }

    private static ElasticsearchSettings settings(URI url) {
        return new ElasticsearchSettings(List.of(url), null, null, null, null, Duration.ofDays(30));
    }

    @AfterEach
    void close() throws Exception {
        index.close();
    }

    @Override
    protected LogIndex index() {
        return index;
    }

    @Override
    protected String host() {
        return host;
    }

    @Test
    void aLineIsStoredOnceAcrossARollover() throws Exception {
        storeLines("one", "two");
        assertThat(server.request("POST", "/logs-vedette.generic-default/_rollover", "")
                        .statusCode())
                .isEqualTo(200);
        // Another process: it has seen nothing yet.
        index.forgetSources();
        assertThat(index.add(documents("/var/log/app.log", 0, READ, "one", "two", "three")))
                .containsExactly(Outcome.REPEATED, Outcome.REPEATED, Outcome.DONE);
        assertThat(index.add(documents("/var/log/app.log", 0, READ, "one", "two", "three")))
                .containsOnly(Outcome.REPEATED);
        awaitCount(3);
    }

    @Test
    void itsTemplatesDeclareEveryFieldAndKeepAway() throws Exception {
        storeLines("one");

        String mapping = server.request("GET", "/logs-vedette.generic-default/_mapping", "")
                .body();
        assertThat(mapping)
                .contains("\"dynamic\":\"false\"")
                .contains("\"json\":{\"type\":\"flattened\"")
                .contains("\"message\":{\"type\":\"text\"}");
        assertThat(server.request("GET", "/_index_template/vedette-logs", "").body())
                .contains("\"priority\":300")
                .contains("\"data_retention\":\"720h\"");
    }

    @Test
    void whatTheMappingRefusesIsNeverTakenAndTheOthersAre() throws Exception {
        List<LogDocument> documents = new ArrayList<>(documents("/m", 0, READ, "good", "bad", "good too"));
        LogDocument good = documents.get(1);
        EcsFields wrong = new EcsFields();
        good.fields().asMap().forEach((name, value) -> wrong.put(name, value.toString()));
        wrong.put("@timestamp", "no time at all");
        documents.set(
                1,
                new LogDocument(
                        good.id(),
                        good.dataset(),
                        good.namespace(),
                        good.timestampMillis(),
                        good.lengthBytes(),
                        wrong,
                        wrong.toJson()));

        List<Outcome> outcomes = index.add(documents);

        assertThat(outcomes.get(0)).isEqualTo(Outcome.DONE);
        assertThat(outcomes.get(2)).isEqualTo(Outcome.DONE);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Never.class, never -> assertThat(never.reason()).contains("@timestamp"));
    }

    @Test
    void aServerThatIsAwayMeansLater() throws Exception {
        try (LogIndex away = new ElasticsearchLogIndex(settings(URI.create("http://127.0.0.1:1")), EcsSchema.load())) {
            assertThat(away.add(documents("/a", 0, READ, "one")))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Later.class,
                            later -> assertThat(later.reason())
                                    .startsWith("Elasticsearch at http://127.0.0.1:1 cannot be reached:")
                                    .doesNotContain("\n"));
            assertThatThrownBy(() -> away.count(new LogFilter("", null, null)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is it running, and is the address right?");
        }
    }

    @Test
    void aWrongPasswordIsOneClearLineWithoutThePassword() throws Exception {
        HttpServer refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        refusing.createContext("/", exchange -> {
            byte[] body =
                    ("{\"error\":{\"type\":\"security_exception\",\"reason\":\"unable to authenticate user [elastic]\"},"
                                    + "\"status\":401}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        refusing.start();
        URI url = URI.create("http://127.0.0.1:" + refusing.getAddress().getPort());
        ElasticsearchSettings settings =
                new ElasticsearchSettings(List.of(url), "elastic", "the-wrong-one", null, null, Duration.ofDays(1));
        try (LogIndex denied = new ElasticsearchLogIndex(settings, EcsSchema.load())) {
            assertThat(denied.add(documents("/a", 0, READ, "one")))
                    .containsExactly(new Outcome.Later("Elasticsearch at " + url
                            + " refuses the password of user elastic; check elasticsearch.username and password"));
            assertThatThrownBy(() -> denied.count(new LogFilter("", null, null)))
                    .hasMessageContaining("refuses the password of user elastic")
                    .hasMessageNotContaining("the-wrong-one");
        } finally {
            refusing.stop(0);
        }
    }

    @Test
    void anUnreadableAuthorityIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.crt"), "no certificate");
        ElasticsearchSettings settings = new ElasticsearchSettings(
                List.of(URI.create("https://127.0.0.1:9200")), null, null, null, file, Duration.ofDays(1));

        assertThatThrownBy(() -> new ElasticsearchLogIndex(settings, EcsSchema.load()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("elasticsearch.ca_file: " + file + " cannot be read as a PEM certificate");
    }
}
