package io.vedette.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.collector.serve.StartException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.log.LogSource;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
                assertThat(get(collector, "api/v1/query?query=1%2B1").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void asksToPushAgainWhileKafkaIsAway() throws Exception {
        try (Collector collector = collector("127.0.0.1:1")) {
            collector.start();

            HttpResponse<String> answer = push(collector, "lost", 1);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void findsLinesThatWereSent() throws Exception {
        try (Collector collector = collector(kafka.clients().bootstrapServers());
                Producer<byte[], byte[]> producer = kafka.clients().producer()) {
            collector.start();
            byte[] lines = "first line\nsecond line with a needle".getBytes(StandardCharsets.UTF_8);
            LogChunk chunk = new LogChunk(
                    new LogSource("n1", LogSource.Kind.FILE, "/var/log/app.log", "1-2-3-0", "UTF-8", ""),
                    System.currentTimeMillis(),
                    new long[] {0, 11},
                    new int[] {11, lines.length - 11},
                    new byte[] {0, 0},
                    ByteBuffer.wrap(lines));
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    Topic.LOGS.topicName(), "n1".getBytes(StandardCharsets.UTF_8), LogChunkCodec.encode(chunk));
            record.headers().add(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes());
            producer.send(record).get();

            await().atMost(PATIENCE)
                    .until(() -> get(collector, "api/logs?query=needle").body().contains("\"total\":1"));
        }
    }

    @Test
    void tellsPeopleWhenARuleFiresAndFollowsItsFiles() throws Exception {
        Path rules = folder.resolve("rules.yml");
        Files.writeString(rules, rules("fever", "fever > 38"));
        try (MockWebServer chat = new MockWebServer()) {
            chat.start();
            for (int i = 0; i < 20; i++) {
                chat.enqueue(new MockResponse.Builder().code(200).build());
            }
            Path notify = Files.writeString(folder.resolve("notify.yml"), """
                    route: {receiver: chat, group_wait: 0s, group_interval: 1s}
                    receivers: [{name: chat, webhook_configs: [{url: '%s'}]}]
                    """.formatted(chat.url("/")));
            try (Collector collector = new Collector(
                    config("listen: '127.0.0.1:0'\nevaluation_interval: 1s\nshipped_rules: false\nrules: ['" + folder
                            + "/rule*.yml']\nnotify_file: '" + notify + "'\nkafka: {bootstrap_servers: '"
                            + kafka.clients().bootstrapServers() + "'}"),
                    "test",
                    InstantSource.system())) {
                collector.start();
                awaitReady(collector);
                assertThat(get(collector, "api/status").body()).contains("\"receivers\":[\"chat\"]");
                assertThat(get(collector, "api/v1/rules").body()).doesNotContain("shipped:");
                push(collector, "fever", 39);

                RecordedRequest message = chat.takeRequest(60, TimeUnit.SECONDS);
                assertThat(message).isNotNull();
                assertThat(message.getBody().utf8()).contains("\"alertname\":\"fever\"");
                assertThat(get(collector, "api/v1/alerts").body())
                        .contains("\"alertname\":\"fever\"", "\"state\":\"firing\"");

                Files.writeString(rules, rules("fever", "fever >"));
                HttpResponse<String> refused = post(collector, "-/reload");
                assertThat(refused.statusCode()).isEqualTo(500);
                assertThat(refused.body()).contains("rules.yml:");
                assertThat(get(collector, "metrics").body()).contains("vedette_config_last_reload_successful 0.0");
                assertThat(get(collector, "api/v1/rules").body()).contains("fever > 38");

                Files.writeString(rules, rules("high", "fever > 1"));
                await().atMost(PATIENCE)
                        .until(() -> get(collector, "api/v1/rules").body().contains("\"name\":\"high\""));
                assertThat(get(collector, "metrics").body()).contains("vedette_config_last_reload_successful 1.0");
            }
        }
    }

    @Test
    void refusesToStartWithBrokenRulesAndSaysWhere() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.yml"), rules("a", "sum("));
        try (Collector collector = new Collector(
                config("listen: '127.0.0.1:0'\nrules: ['" + broken + "', '" + folder.resolve("missing.yml") + "']"),
                "test",
                InstantSource.system())) {
            assertThatThrownBy(collector::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("broken.yml:4:")
                    .hasMessageContaining("missing.yml: no such file");
        }
    }

    private static String rules(String alert, String expression) {
        return "groups:\n- name: g\n  rules:\n  - {alert: " + alert + ", expr: '" + expression + "'}\n";
    }

    @Test
    void watchesItself() throws Exception {
        try (Collector collector = collector(kafka.clients().bootstrapServers())) {
            collector.start();

            await().atMost(PATIENCE)
                    .until(() -> value(collector, "vedette_kafka_up%7Bjob=%22vedette-collector%22%7D")
                            .equals("1"));
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
            assertThat(get(collector, "api/v1/rules").body()).contains("\"file\":\"shipped:node.yml\"");
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

    private HttpResponse<String> post(Collector collector, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(collector.url() + path))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
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
