package io.vedette.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.index.elasticsearch.RealElasticsearch;
import io.vedette.deploy.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette up} with a Kafka and an Elasticsearch of their own, killed between two batches of lines. */
class UpWithEnginesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void keepsEveryLineOnceInElasticsearch() throws Exception {
        int port = VedetteProcess.freePort();
        Api api = new Api(port);
        Path log = Files.createFile(folder.resolve("app.log"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
                RealElasticsearch elasticsearch = RealElasticsearch.start()) {
            String[] up = {
                "up",
                "--data",
                folder.resolve("data").toString(),
                "--port",
                Integer.toString(port),
                "--name",
                "first",
                "--tail",
                folder + "/*.log",
                "--kafka",
                broker.bootstrapServers(),
                "--elasticsearch",
                elasticsearch.url().toString()
            };
            try (VedetteProcess first = VedetteProcess.start(up).waitFor("ready")) {
                append(log, 0, 300);
                await("300 lines are found")
                        .atMost(PATIENCE)
                        .until(() -> api.messages("numbered").size() == 300);
                assertThat(Files.exists(folder.resolve("data/kafka")))
                        .as("no broker of its own")
                        .isFalse();
                append(log, 300, 400);
                first.kill();
            }
            append(log, 400, 500);
            try (VedetteProcess second = VedetteProcess.start(up).waitFor("ready")) {
                await("500 lines are found")
                        .atMost(PATIENCE)
                        .until(() -> api.messages("numbered").size() >= 500);
                assertThat(api.messages("numbered")).containsExactlyInAnyOrderElementsOf(lines(0, 500));
                assertThat(count(elasticsearch))
                        .as("what Elasticsearch itself counts")
                        .isEqualTo(500);
                assertThat(api.query("up{instance=\"first\"}").at("/0/value/1").asText())
                        .isEqualTo("1");
                second.stop();
            }
        }
    }

    private static long count(RealElasticsearch elasticsearch) throws Exception {
        JsonNode answer = new ObjectMapper()
                .readTree(elasticsearch
                        .request("POST", "/logs-vedette.*/_count", "{\"query\":{\"match\":{\"message\":\"numbered\"}}}")
                        .body());
        return answer.path("count").asLong();
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "numbered line " + i).toList();
    }

    private static void append(Path log, int from, int to) throws Exception {
        Files.write(log, lines(from, to), StandardOpenOption.APPEND);
    }
}
