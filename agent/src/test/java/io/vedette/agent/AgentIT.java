package io.vedette.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.config.AgentConfig;
import io.vedette.protocol.LocalBroker;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.config.ConfigException;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against a real broker. */
class AgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final List<Agent> agents = new ArrayList<>();
    private LocalBroker kafka;
    private Path logs;

    @BeforeEach
    void prepare() throws IOException {
        kafka = new LocalBroker(directory.resolve("kafka"));
        logs = Files.createDirectory(directory.resolve("logs"));
    }

    @AfterEach
    void stopAll() {
        agents.forEach(Agent::close);
        kafka.close();
    }

    @Test
    void shipsLinesAndSamplesAndTellsOthersOfItself() throws Exception {
        kafka.start();
        append("app.log", "one\ntwo\n");
        Agent agent = start("node1", directory.resolve("data"));
        await().atMost(PATIENCE).until(() -> texts().containsAll(List.of("one", "two")));

        ConsumerRecord<String, byte[]> chunk = kafka.records(Topic.LOGS).get(0);
        assertThat(chunk.key()).isEqualTo("node1:" + logs.resolve("app.log"));
        SchemaVersion.check(chunk.headers().lastHeader(SchemaVersion.HEADER).value());
        await().atMost(PATIENCE).until(() -> !kafka.records(Topic.METRICS).isEmpty());
        ConsumerRecord<String, byte[]> batch = kafka.records(Topic.METRICS).get(0);
        assertThat(batch.key()).isEqualTo("node1");
        assertThat(series(batch.value()))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("__name__", "node_load1")
                        .containsEntry("job", "node")
                        .containsEntry("instance", "node1")
                        .containsEntry("cluster", "default"))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("__name__", "vedette_agent_info")
                        .containsEntry("version", "1.2.3"))
                .anySatisfy(labels -> assertThat(labels).containsEntry("__name__", "vedette_agent_interval_seconds"));
        await().atMost(PATIENCE)
                .until(() -> kafka.records(Topic.STATE).stream()
                        .anyMatch(told -> told.key().equals("agent/node1")
                                && new String(told.value(), StandardCharsets.UTF_8).contains("\"version\":\"1.2.3\"")));
        assertThat(kafka.topics()).contains("vedette.metrics", "vedette.logs", "vedette.state", "vedette.deadletter");

        assertThat(get(agent, "-/ready").statusCode()).isEqualTo(200);
        assertThat(get(agent, "-/healthy").statusCode()).isEqualTo(200);
        assertThat(get(agent, "metrics").body())
                .contains("node_load1 ", "vedette_log_lines_total ", "jvm_memory_used_bytes")
                .contains("vedette_log_file_acknowledged_bytes{path=\"" + logs.resolve("app.log") + "\"");
    }

    @Test
    void waitsForKafkaAndLosesNothingWhenItGoesAway() throws Exception {
        append("app.log", lines(0, 100));
        Agent agent = start("node1", directory.resolve("data"));
        await().atMost(PATIENCE).until(() -> get(agent, "-/ready").statusCode() == 503);
        kafka.start();
        await().atMost(PATIENCE).until(() -> stored().size() == 100);
        kafka.stop();
        append("app.log", lines(100, 40_000));
        Files.move(logs.resolve("app.log"), logs.resolve("app.log.1"));
        append("app.log", lines(40_000, 40_100));
        kafka.start();
        await().atMost(PATIENCE).until(() -> stored().size() >= 40_100);
        assertEachLineOnce(40_100);
        await().atMost(PATIENCE).until(() -> get(agent, "-/ready").statusCode() == 200);
    }

    /**
     * What a kill leaves behind is what was on the disk at that moment: its data folder is copied while it works, and
     * the next agent starts from the copy.
     */
    @Test
    void shipsEachLineUnderOneIdHoweverOftenItIsKilled() throws Exception {
        kafka.start();
        Path data = directory.resolve("data-0");
        int written = 0;
        for (int kill = 1; kill <= 4; kill++) {
            Agent agent = start("node1", data);
            for (int burst = 0; burst < 5; burst++) {
                append("app.log", lines(written, written + 4000));
                written += 4000;
                if (burst == 2) {
                    Files.move(logs.resolve("app.log"), logs.resolve("app.log." + kill));
                }
            }
            int seen = written - 4000;
            await().atMost(PATIENCE).until(() -> stored().size() >= seen);
            Path left = directory.resolve("data-" + kill);
            copy(data, left);
            agent.close();
            data = left;
        }
        start("node1", data);
        int all = written;
        await().atMost(PATIENCE).until(() -> stored().size() >= all);
        assertEachLineOnce(all);
    }

    @Test
    void saysInOneLineWhatKeepsItFromStarting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            AgentConfig config = config("node1", directory.resolve("data"), taken.getLocalPort());
            assertThatThrownBy(() -> new Agent(config, "1", InstantSource.system()).start())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        Path file = Files.writeString(directory.resolve("file"), "");
        AgentConfig noFolder = config("node1", file.resolve("data"), 0);
        assertThatThrownBy(() -> new Agent(noFolder, "1", InstantSource.system()).start())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("the data folder");

        start("node1", directory.resolve("data"));
        AgentConfig second = config("node1", directory.resolve("data"), 0);
        assertThatThrownBy(() -> new Agent(second, "1", InstantSource.system()).start())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("another agent uses");

        Path damaged = Files.createDirectory(directory.resolve("damaged"));
        Files.writeString(damaged.resolve("files.registry"), "what is this\n");
        AgentConfig third = config("node1", damaged, 0);
        assertThatThrownBy(() -> new Agent(third, "1", InstantSource.system()).start())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("files.registry")
                .hasMessageContaining("move it away");
    }

    private Agent start(String name, Path data) throws Exception {
        Agent agent = new Agent(config(name, data, 0), "1.2.3", InstantSource.system());
        agents.add(agent);
        agent.start();
        return agent;
    }

    private AgentConfig config(String name, Path data, int port) throws ConfigException {
        return AgentConfig.parse("""
                name: %s
                listen: 127.0.0.1:%d
                data: %s
                interval: 1s
                kafka: {bootstrap_servers: "%s"}
                probes: {disable: [smart, ipmi, ping]}
                logs:
                  journal: never
                  files:
                    - paths: ["%s/*"]
                """.formatted(name, port, data, kafka.bootstrapServers(), logs), "test");
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(logs.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        IntStream.range(from, to).forEach(i -> text.append("line ").append(i).append('\n'));
        return text.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Files.copy(from.resolve("files.registry"), to.resolve("files.registry"));
    }

    private static HttpResponse<String> get(Agent agent, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(agent.url() + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void assertEachLineOnce(int count) throws Exception {
        Set<String> expected = new TreeSet<>();
        IntStream.range(0, count).forEach(i -> expected.add("line " + i));
        assertThat(stored()).hasSize(count);
        assertThat(new TreeSet<>(texts())).isEqualTo(expected);
    }

    private List<String> texts() throws Exception {
        return List.copyOf(stored().values());
    }

    /** What a collector would store: of each id the first that came. */
    private Map<String, String> stored() throws Exception {
        Map<String, String> byId = new LinkedHashMap<>();
        if (!kafka.topics().contains(Topic.LOGS.topicName())) {
            return byId;
        }
        for (ConsumerRecord<String, byte[]> entry : kafka.records(Topic.LOGS)) {
            LogChunk chunk = LogChunkCodec.decode(entry.value());
            byte[] payload = new byte[chunk.payload().remaining()];
            chunk.payload().get(payload);
            int at = 0;
            for (int i = 0; i < chunk.size(); i++) {
                String id = chunk.source().host() + chunk.source().identity() + "@" + chunk.offsets()[i];
                byId.putIfAbsent(id, new String(payload, at, chunk.lengths()[i], StandardCharsets.UTF_8));
                at += chunk.lengths()[i];
            }
        }
        return byId;
    }

    private static List<Map<String, String>> series(byte[] request) throws MalformedRecordException {
        List<Map<String, String>> result = new ArrayList<>();
        new WriteRequestReader().read(request, new WriteRequestVisitor() {
            @Override
            public void series(SeriesLabels encoded) throws MalformedRecordException {
                String[] namesAndValues = encoded.decode();
                int length = encoded.length();
                Map<String, String> labels = new LinkedHashMap<>();
                for (int i = 0; i < length; i += 2) {
                    labels.put(namesAndValues[i], namesAndValues[i + 1]);
                }
                result.add(labels);
            }

            @Override
            public void sample(long timestampMillis, double value) {
                assertThat(timestampMillis).isPositive();
            }
        });
        return result;
    }
}
