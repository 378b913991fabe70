package io.vedette.collector.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.deadletter.KafkaDeadLetters;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTopicIT {
    @TempDir
    static Path dir;

    private static LocalKafka kafka;
    private static Producer<byte[], byte[]> producer;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    /** The tests share a broker, so each has a kind of its own. */
    private final String kind = "test-" + UUID.randomUUID();

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
    void whatWasAcknowledgedIsThereAfterAStart() throws Exception {
        try (StateTopic first = open(StateTopic.Limits.DEFAULT)) {
            first.put(key("a"), text("1"));
            first.put(Map.of(key("b"), Optional.of(text("2")), key("a"), Optional.of(text("3"))));
            first.put(key("c"), text("4"));
            first.forget(key("c"));
            assertThat(first.ofKind(kind)).containsOnlyKeys("a", "b").containsEntry("a", text("3"));
        }
        try (StateTopic second = open(StateTopic.Limits.DEFAULT)) {
            assertThat(second.ofKind(kind)).containsOnlyKeys("a", "b").containsEntry("a", text("3"));
            assertThat(second.get(key("c"))).isEmpty();
        }
    }

    @Test
    void whatAnotherWritesIsSeenAndNeverReplacesWhatIsNewer() throws Exception {
        try (StateTopic one = open(StateTopic.Limits.DEFAULT);
                StateTopic other = open(StateTopic.Limits.DEFAULT)) {
            for (int i = 0; i < 200; i++) {
                one.put(key("a"), text("" + i));
                assertThat(one.get(key("a"))).contains(text("" + i));
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(other.get(key("a"))).contains(text("199")));
            other.forget(key("a"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(one.get(key("a"))).isEmpty());
        }
    }

    @Test
    void malformedRecordsGoToTheDeadLettersAndNothingStops() throws Exception {
        send(kind + "/bad", "{\"a\":", SchemaVersion.CURRENT.toBytes());
        send("no-slash-" + kind, "{}", SchemaVersion.CURRENT.toBytes());
        send(kind + "/newer", "{}", "9.0".getBytes(StandardCharsets.US_ASCII));
        send(kind + "/good", "\"x\"", SchemaVersion.CURRENT.toBytes());
        try (StateTopic topic = open(StateTopic.Limits.DEFAULT)) {
            assertThat(topic.ofKind(kind)).containsOnlyKeys("good");
            assertThat(deadLetters())
                    .contains(kind + "/bad", "no-slash-" + kind)
                    .doesNotContain(kind + "/newer");
            assertThat(meters.counter("vedette_state_refused_records_total", "reason", "version")
                            .count())
                    .isPositive();
        }
    }

    @Test
    void aValueTooLargeForARecordIsRefusedWithItsSize() throws Exception {
        try (StateTopic topic = open(new StateTopic.Limits(1000, 1 << 20, Duration.ofSeconds(30)))) {
            assertThatThrownBy(() -> topic.put(key("a"), text("x".repeat(2000))))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("2002 bytes, more than 1000");
            assertThat(topic.get(key("a"))).isEmpty();
        }
    }

    private StateTopic open(StateTopic.Limits limits) throws StateException {
        StateTopic topic = new StateTopic(
                kafka.clients().reader("state"),
                producer,
                new KafkaDeadLetters(producer, InstantSource.system(), meters),
                limits,
                meters);
        topic.start();
        return topic;
    }

    private StateKey key(String id) {
        return new StateKey(kind, id);
    }

    private static JsonNode text(String text) {
        return new TextNode(text);
    }

    private static void send(String key, String value, byte[] version) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.STATE.topicName(), key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        record.headers().add(SchemaVersion.HEADER, version);
        producer.send(record).get();
    }

    private static List<String> deadLetters() {
        List<String> keys = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = kafka.clients().reader("letters")) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.DEADLETTER.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    keys.add(new String(letter.key(), StandardCharsets.UTF_8));
                }
            }
        }
        return keys;
    }
}
