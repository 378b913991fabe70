package io.vedette.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.collector.serve.StartException;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private LocalKafka kafka;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        kafka = LocalKafka.start(temporary);
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void answersQueriesAboutWhatWasPushedAlsoAfterARestart() throws Exception {
        try (Collector collector = collector(kafka.clients().bootstrapServers())) {
            collector.start();
            awaitReady(collector);
            assertThat(push(collector, "first", 42).statusCode()).isEqualTo(204);
            await().atMost(PATIENCE).until(() -> value(collector, "first").equals("42"));
        }
        try (Collector collector = collector(kafka.clients().bootstrapServers())) {
            collector.start();
            awaitReady(collector);
            assertThat(value(collector, "first")).isEqualTo("42");
        }
    }

    @Test
    void startsWithoutKafkaAndSaysWhatItWaitsFor() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        for (String address : new String[] {"127.0.0.1:" + nobody, "no-such-host.invalid:9092"}) {
            try (Collector collector = collector(address)) {
                collector.start();

                assertThat(get(collector, "-/healthy").statusCode()).isEqualTo(200);
                HttpResponse<String> ready = get(collector, "-/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("Kafka").contains(address);
                assertThat(push(collector, "lost", 1).statusCode()).isEqualTo(503);
                assertThat(get(collector, "api/v1/query?query=1%2B1").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void tellsItsState() throws Exception {
        try (Collector collector = collector(kafka.clients().bootstrapServers())) {
            collector.start();
            awaitReady(collector);

            JsonNode status =
                    new ObjectMapper().readTree(get(collector, "api/status").body());
            assertThat(status.path("version").asText()).isEqualTo("test");
            assertThat(status.path("cluster").asText()).isEqualTo("default");
            assertThat(status.path("ready").asBoolean()).isTrue();
            assertThat(status.path("rebuilding").isNull()).isTrue();
            assertThat(status.path("warnings")).isEmpty();
            assertThat(status.path("index").path("kind").asText()).isEqualTo("lucene");
            assertThat(get(collector, "metrics").body())
                    .contains("vedette_kafka_up 1.0", "vedette_head_series", "process_cpu_seconds_total");
        }
    }

    @Test
    void warnsOnThePageWhenTheDoorIsOpenToTheNetwork() throws Exception {
        try (Collector collector = new Collector(
                config("listen: ':0'\nkafka: {bootstrap_servers: '127.0.0.1:1'}"), "test", InstantSource.system())) {
            collector.start();

            assertThat(get(collector, "api/status").body()).contains("without a password");
        }
    }

    @Test
    void saysInOneLineThatThePortIsTakenAndLeavesNothingRunning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Collector collector = new Collector(
                        config("listen: '127.0.0.1:" + taken.getLocalPort() + "'"), "test", InstantSource.system())) {
            assertThatThrownBy(collector::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is taken by another program")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void saysInOneLineThatKafkasPropertiesAreWrong() throws Exception {
        try (Collector collector = new Collector(
                config("listen: '127.0.0.1:0'\nkafka: {properties: {security.protocol: NONSENSE}}"),
                "test",
                InstantSource.system())) {
            assertThatThrownBy(collector::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("kafka: ")
                    .hasMessageContaining("security.protocol");
        }
    }

    private Collector collector(String bootstrapServers) throws Exception {
        return new Collector(
                config("listen: '127.0.0.1:0'\nkafka: {bootstrap_servers: '" + bootstrapServers + "'}"),
                "test",
                InstantSource.system());
    }

    private CollectorConfig config(String yaml) throws Exception {
        return CollectorConfig.parse(yaml + "\ndata: '" + folder.resolve("data") + "'\n", "collector.yml");
    }

    private void awaitReady(Collector collector) {
        await().atMost(PATIENCE).until(() -> get(collector, "-/ready").statusCode() == 200);
    }

    private HttpResponse<String> get(Collector collector, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(collector.url() + path)).build(), BodyHandlers.ofString());
    }

    private String value(Collector collector, String metric) throws Exception {
        return new ObjectMapper()
                .readTree(get(collector, "api/v1/query?query=" + metric).body())
                .path("data")
                .path("result")
                .path(0)
                .path("value")
                .path(1)
                .asText();
    }

    private HttpResponse<String> push(Collector collector, String metric, double value) throws Exception {
        WriteRequestWriter writer = new WriteRequestWriter();
        writer.sample(EncodedLabels.of(metric, Map.of("instance", "n1")), System.currentTimeMillis(), value);
        return client.send(
                HttpRequest.newBuilder(URI.create(collector.url() + "api/v1/write"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .POST(BodyPublishers.ofByteArray(Snappy.compress(writer.toByteArray())))
                        .build(),
                BodyHandlers.ofString());
    }
}
