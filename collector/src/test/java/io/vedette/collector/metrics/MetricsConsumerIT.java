package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.deadletter.DeadLetters;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.collector.metrics.RebuildProgress.State;
import io.vedette.collector.state.MemoryStateStore;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsConsumerIT {
    private static final Duration WINDOW = Duration.ofHours(1);

    @TempDir
    static Path dir;

    private static LocalKafka kafka;
    private static Producer<byte[], byte[]> producer;

    private final Instant start = Instant.now().minusSeconds(1200).truncatedTo(ChronoUnit.SECONDS);
    private final MemoryStateStore state = new MemoryStateStore();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> buried = new CopyOnWriteArrayList<>();
    private final DeadLetters deadLetters = (record, reason) -> buried.add(reason);

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = LocalKafka.start(dir);
        producer = kafka.clients().producer();
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        kafka.close();
    }

    @Test
    void theHeadIsRebuiltAndAgentsThatDiedBeforeAreAbsent() throws Exception {
        TestNode dead = new TestNode("dead", producer);
        TestNode alive = new TestNode("alive", producer);
        dead.send(start.minus(Duration.ofHours(3)), 1);
        for (int second = 0; second <= 600; second += 15) {
            alive.send(at(second), second);
            if (second <= 300) {
                dead.send(at(second), second);
            }
        }
        SteppedClock clock = new SteppedClock(at(602));
        Head head = new Head(HeadLimits.DEFAULT);
        try (MetricsConsumer consumer = open(head, clock)) {
            assertThat(consumer.progress()).hasToString("waiting for Kafka");
            consumer.start();
            assertThat(consumer.awaitComplete(at(600), Duration.ofSeconds(60))).isTrue();
            assertThat(consumer.progress().state()).isEqualTo(State.LIVE);
            assertThat(consumer.progress().percent()).isEqualTo(100);
            assertThat(values(head, "node_load1", "alive", 0, 600))
                    .startsWith("0=0 15=15")
                    .endsWith("585=585 600=600");
            assertThat(values(head, "up", "dead", 285, 600))
                    .startsWith("285=1 300=1 330=0 345=0")
                    .endsWith(" 600=0");
            assertThat(values(head, "up", "alive", 570, 600)).isEqualTo("570=1 585=1 600=1");
            assertThat(head.select(List.of(LabelMatcher.equal("__name__", "node_load1")), 0, at(-100).toEpochMilli()))
                    .as("what is older than the window")
                    .allSatisfy(series ->
                            assertThat(text(series, 0, at(-100).toEpochMilli())).isEmpty());

            alive.send(at(615), 615);
            dead.send(at(616), 616);
            clock.step(Duration.ofSeconds(5));
            assertThat(consumer.awaitComplete(at(605), Duration.ofSeconds(60))).isTrue();
            clock.step(Duration.ofSeconds(9));
            assertThat(consumer.awaitComplete(at(614), Duration.ofSeconds(60))).isTrue();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(values(head, "up", "dead", 600, 700)).isEqualTo("600=0 615=0 616=1"));
        }
    }

    @Test
    void whatCannotBeUnderstoodIsPutAsideOnceAndNothingStops() throws Exception {
        TestNode node = new TestNode("poison", producer);
        node.send(at(0), 1);
        node.sendBytes(at(1), "garbage".getBytes(StandardCharsets.UTF_8), "1.0");
        node.sendBytes(at(2), new byte[0], "2.0");
        node.sendBytes(at(3), new byte[0], "one");
        node.send(at(15), 2);
        SteppedClock clock = new SteppedClock(at(20));
        Head head = new Head(HeadLimits.DEFAULT);
        for (int life = 0; life < 2; life++) {
            try (MetricsConsumer consumer = open(head, clock)) {
                consumer.start();
                assertThat(consumer.awaitComplete(at(18), Duration.ofSeconds(60)))
                        .isTrue();
            }
            assertThat(values(head, "node_load1", "poison", 0, 20)).isEqualTo("0=1 15=2");
            assertThat(buried).hasSize(3);
        }
        assertThat(buried).anyMatch(reason -> reason.contains("schema version 2.0 is newer than 1.0"));
        assertThat(buried).anyMatch(reason -> reason.contains("not a write request"));
        assertThat(meters.counter("vedette_metrics_poison_records_total").count())
                .isEqualTo(6);
        assertThat(meters.counter("vedette_metrics_samples_total", "outcome", "duplicate")
                        .count())
                .isPositive();
    }

    @Test
    void samplesFarInTheFutureAreRefusedAndCounted() throws Exception {
        TestNode node = new TestNode("ahead", producer);
        node.send(at(0), 1);
        node.send(at(5 + 601), 2);
        node.send(at(15), 3);
        Head head = new Head(HeadLimits.DEFAULT);
        try (MetricsConsumer consumer = open(head, new SteppedClock(at(5)))) {
            consumer.start();
            assertThat(consumer.awaitComplete(at(3), Duration.ofSeconds(60))).isTrue();
            assertThat(values(head, "node_load1", "ahead", 0, 1000)).isEqualTo("0=1 15=3");
            assertThat(meters.counter("vedette_metrics_samples_total", "outcome", "future")
                            .count())
                    .isEqualTo(2);
            assertThat(meters.counter("vedette_metrics_clock_jumps_total", "direction", "forward")
                            .count())
                    .isEqualTo(1);
        }
    }

    private MetricsConsumer open(Head head, SteppedClock clock) {
        return new MetricsConsumer(
                kafka.clients().reader("metrics"),
                head,
                new MetricMetadata(100),
                deadLetters,
                state,
                "writer",
                clock,
                MetricsSettings.forWindow(WINDOW),
                meters);
    }

    private Instant at(int second) {
        return start.plusSeconds(second);
    }

    private String values(Head head, String metric, String instance, int from, int to) {
        List<Series> found = head.select(
                List.of(LabelMatcher.equal("__name__", metric), LabelMatcher.equal("instance", instance)),
                at(from).toEpochMilli(),
                at(to).toEpochMilli());
        StringJoiner text = new StringJoiner(" ");
        found.forEach(series -> text.add(text(series, at(from).toEpochMilli(), at(to).toEpochMilli())));
        return text.toString();
    }

    private String text(Series series, long from, long to) {
        SampleBuffer samples = new SampleBuffer();
        series.read(from, to, samples);
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < samples.size(); i++) {
            text.add((samples.timestampMillis(i) - start.toEpochMilli()) / 1000 + "=" + (int) samples.value(i));
        }
        return text.toString();
    }
}
