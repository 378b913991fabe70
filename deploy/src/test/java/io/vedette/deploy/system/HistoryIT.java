package io.vedette.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.deploy.broker.EmbeddedBroker;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

/** A collector whose head is short answers for a time that only its history holds, also after {@code kill -9}. */
class HistoryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SAMPLES = 10;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void answersFromTheHistoryAfterAKill() throws Exception {
        int port = VedetteProcess.freePort();
        Api api = new Api(port);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
            Path config = Files.writeString(
                    folder.resolve("collector.yml"),
                    String.join(
                            "\n",
                            "listen: 127.0.0.1:" + port,
                            "data: " + folder.resolve("data"),
                            "kafka: {bootstrap_servers: '" + broker.bootstrapServers() + "'}",
                            "head: {window: 15s}",
                            ""));
            long pushed;
            try (VedetteProcess first = VedetteProcess.start("collector", "--config", config.toString())) {
                awaitReady(first, api);
                pushed = push(port);
                awaitForgotten(api, pushed);
                assertKept(api, pushed);
                first.kill();
            }
            try (VedetteProcess second = VedetteProcess.start("collector", "--config", config.toString())) {
                awaitReady(second, api);
                awaitForgotten(api, pushed);
                assertKept(api, pushed);
                second.stop();
            }
        }
    }

    private static void awaitReady(VedetteProcess collector, Api api) {
        await("the collector's own figures are there")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !api.query("vedette_kafka_up").isEmpty());
        assertThat(collector.text()).doesNotContain("Exception");
    }

    /** Pushes a sample for each of the last seconds; the time of the newest. */
    private static long push(int port) throws Exception {
        long now = System.currentTimeMillis();
        WriteRequestWriter writer = new WriteRequestWriter();
        for (int i = SAMPLES - 1; i >= 0; i--) {
            writer.sample(EncodedLabels.of("kept", Map.of("instance", "n1")), now - i * 1_000L, SAMPLES - i);
        }
        assertThat(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/write"))
                                        .header("Content-Type", "application/x-protobuf")
                                        .header("Content-Encoding", "snappy")
                                        .POST(BodyPublishers.ofByteArray(Snappy.compress(writer.toByteArray())))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        return now;
    }

    private static void awaitForgotten(Api api, long millis) {
        await("the head begins behind what was pushed")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    long first = api.get("/api/v1/status/tsdb")
                            .at("/data/headStats/minTime")
                            .asLong();
                    return first > millis && first < Long.MAX_VALUE;
                });
    }

    private static void assertKept(Api api, long millis) throws Exception {
        String time = "&time=" + millis / 1000.0;
        assertThat(api.get("/api/v1/query?query=kept" + time)
                        .at("/data/result/0/value/1")
                        .asText())
                .isEqualTo("" + SAMPLES);
        assertThat(api.get("/api/v1/query?query=" + Api.encode("sum(count_over_time(kept[1m]))") + time)
                        .at("/data/result/0/value/1")
                        .asText())
                .isEqualTo("" + SAMPLES);
        assertThat(api.get("/api/v1/label/__name__/values").path("data"))
                .extracting(node -> node.asText())
                .contains("kept");
    }
}
