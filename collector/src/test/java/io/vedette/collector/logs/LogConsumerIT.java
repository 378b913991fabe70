package io.vedette.collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.deadletter.KafkaDeadLetters;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.DisturbedIndex;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.Outcome;
import io.vedette.collector.index.lucene.LuceneLogIndex;
import io.vedette.collector.index.lucene.LuceneSettings;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.collector.logs.parse.LineReader;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogConsumerIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofHours(1);

    private Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger folders = new AtomicInteger();
    private LocalKafka kafka;
    private Producer<byte[], byte[]> producer;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        kafka = LocalKafka.start(directory);
        producer = kafka.clients().producer();
    }

    @AfterAll
    void stop() {
        producer.close();
        kafka.close();
    }

    private LuceneLogIndex open(Path folder) throws IOException {
        LuceneSettings settings = new LuceneSettings(folder, Duration.ofDays(30), 64L << 20);
        return new LuceneLogIndex(settings, EcsSchema.load(), InstantSource.system(), System::nanoTime, meters);
    }

    private Path newFolder() {
        return directory.resolve("index-" + folders.incrementAndGet());
    }

    private LogConsumer consumer(LogIndex index, LogMetrics counts, String group, Duration commitInterval) {
        return new LogConsumer(
                kafka.clients(),
                group,
                commitInterval,
                new LineReader(EcsSchema.load(), ZoneOffset.UTC, "default"),
                index,
                new KafkaDeadLetters(producer, InstantSource.system(), meters),
                counts,
                InstantSource.system(),
                System::nanoTime,
                meters);
    }

    private LogConsumer consumer(LogIndex index, Duration commitInterval) {
        LogMetrics counts = new LogMetrics("c", "it", producer, InstantSource.system(), new SimpleMeterRegistry());
        return consumer(index, counts, "group-" + folders.get(), commitInterval);
    }

    private void write(String host, long offset, String... lines) {
        byte[] chunk = LogChunkCodec.encode(
                Chunks.of(Chunks.file(host, "/var/log/app.log"), Instant.now(), offset, List.of(lines)));
        write(host, chunk, SchemaVersion.CURRENT.toBytes());
    }

    private void write(String host, byte @Nullable [] value, byte[] version) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.LOGS.topicName(), host.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add(SchemaVersion.HEADER, version);
        producer.send(record);
        producer.flush();
    }

    private static LogFilter of(String host) {
        return new LogFilter("host.name:" + host, null, null);
    }

    private static void awaitCount(LogIndex index, String host, long expected) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(index.count(of(host))).isEqualTo(expected));
    }

    @Test
    void whatIsWrittenToKafkaIsFound() throws Exception {
        try (LuceneLogIndex index = open(newFolder());
                LogConsumer consumer = consumer(index, Duration.ofMillis(100))) {
            consumer.start();
            write("found", 0, "one", "two");
            awaitCount(index, "found", 2);
            write("found", 8, "three");
            awaitCount(index, "found", 3);
        }
    }

    @Test
    void poisonGoesToTheDeadLettersAndStopsNothing() throws Exception {
        try (LuceneLogIndex index = open(newFolder());
                LogConsumer consumer = consumer(index, Duration.ofMillis(100))) {
            write("poison", new byte[] {1, 2, 3, 4}, SchemaVersion.CURRENT.toBytes());
            write("poison", new byte[] {}, "7.0".getBytes(StandardCharsets.US_ASCII));
            write("poison", null, SchemaVersion.CURRENT.toBytes());
            write("poison", 0, "behind the poison");
            consumer.start();
            awaitCount(index, "poison", 1);
        }

        List<ConsumerRecord<byte[], byte[]>> letters = read(Topic.DEADLETTER, "poison", 3);
        assertThat(letters.get(0).value()).containsExactly(1, 2, 3, 4);
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, KafkaDeadLetters.ORIGIN_TOPIC)).isEqualTo("vedette.logs");
            assertThat(header(letter, KafkaDeadLetters.ORIGIN_PARTITION)).containsOnlyDigits();
            assertThat(header(letter, KafkaDeadLetters.ORIGIN_OFFSET)).containsOnlyDigits();
            assertThat(header(letter, KafkaDeadLetters.TIME)).startsWith("20").endsWith("Z");
        });
        assertThat(letters)
                .extracting(letter -> header(letter, KafkaDeadLetters.REASON))
                .anySatisfy(reason -> assertThat(reason).contains("7.0 is newer"))
                .anySatisfy(reason -> assertThat(reason).isEqualTo("the record has no value"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** The first records of a key, waited for. */
    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic, String key, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = kafka.clients().reader("it")) {
            List<TopicPartition> partitions = reader.partitionsFor(topic.topicName()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            await().atMost(LONG).until(() -> {
                reader.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                        found.add(record);
                    }
                });
                return found.size() >= count;
            });
        }
        return found;
    }

    @Test
    void afterAKillBeforeTheCommitEveryLineIsThereOnce() throws Exception {
        Path folder = newFolder();
        Path asKilled = newFolder();
        String[] lines = IntStream.range(0, 2_000).mapToObj(i -> "line" + i).toArray(String[]::new);
        try (LuceneLogIndex index = open(folder)) {
            LogConsumer consumer = consumer(index, Duration.ofMillis(100));
            write("killed", 0, Stream.of(lines).limit(500).toArray(String[]::new));
            consumer.start();
            awaitCount(index, "killed", 500);
            consumer.close();
            try (LogConsumer uncommitting = consumer(index, NEVER)) {
                uncommitting.start();
                write("killed", 1_000_000, Stream.of(lines).skip(500).toArray(String[]::new));
                awaitCount(index, "killed", 2_000);
                copy(folder, asKilled);
            }
        }
        try (LuceneLogIndex index = open(asKilled)) {
            assertThat(index.count(of("killed"))).isEqualTo(500);
            try (LogConsumer consumer = consumer(index, Duration.ofMillis(100))) {
                consumer.start();
                // An agent that was killed too sends again what it does not know to be there.
                write("killed", 1_000_000, Stream.of(lines).skip(500).toArray(String[]::new));
                write("killed", 2_000_000, "the last");
                awaitCount(index, "killed", 2_001);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void whatTheIndexCannotTakeNowIsGivenAgainUntilItCan() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        Function<LogDocument, Outcome> busy = document -> document.id().offset() == 4 && refusals.get() < 4
                ? new Outcome.Later("busy, refused " + refusals.incrementAndGet() + " times")
                : Outcome.DONE;
        try (LogIndex index = new DisturbedIndex(open(newFolder()), busy, new AtomicBoolean());
                LogConsumer consumer = consumer(index, Duration.ofMillis(100))) {
            write("later", 0, "one", "two", "three", "four", "five");
            consumer.start();
            awaitCount(index, "later", 5);
            assertThat(refusals.get()).isEqualTo(4);
            await().atMost(LONG).until(() -> consumer.problem().isEmpty());
        }
    }

    @Test
    void whatTheIndexWillNeverTakeGoesToTheDeadLetters() throws Exception {
        Function<LogDocument, Outcome> strict =
                document -> "three never".equals(document.fields().text("message"))
                        ? new Outcome.Never("mapping says no")
                        : Outcome.DONE;
        try (LogIndex index = new DisturbedIndex(open(newFolder()), strict, new AtomicBoolean());
                LogConsumer consumer = consumer(index, Duration.ofMillis(100))) {
            write("never", 0, "one", "two", "three never");
            consumer.start();
            awaitCount(index, "never", 2);
            List<ConsumerRecord<byte[], byte[]>> letters = read(Topic.DEADLETTER, "never", 1);
            assertThat(header(letters.get(0), KafkaDeadLetters.REASON))
                    .isEqualTo("the line at offset 8 of its source is not accepted: mapping says no");
            assertThat(LogChunkCodec.decode(letters.get(0).value()).size()).isEqualTo(3);
        }
    }

    @Test
    void afterAFailureOfTheIndexItReadsAgainFromTheLastCommit() throws Exception {
        AtomicBoolean failing = new AtomicBoolean();
        try (LogIndex index = new DisturbedIndex(open(newFolder()), document -> Outcome.DONE, failing);
                LogConsumer consumer = consumer(index, NEVER)) {
            consumer.start();
            write("failing", 0, "one", "two");
            awaitCount(index, "failing", 2);
            failing.set(true);
            write("failing", 8, "three");
            awaitCount(index, "failing", 3);
            assertThat(failing).isFalse();
        }
    }

    @Test
    void linesBecomeSamplesByNodeDatasetAndLevelEachCountedOnce() throws Exception {
        LogMetrics counts = new LogMetrics("lab", "collector-1", producer, InstantSource.system(), meters);
        try (LuceneLogIndex index = open(newFolder());
                LogConsumer consumer = consumer(index, counts, "counting", Duration.ofMillis(100))) {
            consumer.start();
            write("counted", 0, "ERROR one", "ERROR two", "plain");
            write("counted", 0, "ERROR one", "ERROR two", "plain");
            awaitCount(index, "counted", 3);
        }
        counts.send();
        producer.flush();

        Map<String, Double> samples = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(Topic.METRICS, "counted", 1)) {
            new WriteRequestReader().read(record.value(), new WriteRequestVisitor() {
                private String name = "";

                @Override
                public void series(SeriesLabels encoded) throws MalformedRecordException {
                    String[] namesAndValues = encoded.decode();
                    int length = encoded.length();
                    name = String.join(" ", Arrays.asList(namesAndValues).subList(0, length));
                }

                @Override
                public void sample(long timestampMillis, double value) {
                    samples.put(name, value);
                }
            });
        }
        assertThat(samples)
                .containsEntry(
                        "__name__ vedette_log_events_total cluster lab collector collector-1 dataset generic"
                                + " instance counted job node level error",
                        2.0)
                .containsEntry(
                        "__name__ vedette_log_bytes_total cluster lab collector collector-1 dataset generic"
                                + " instance counted job node level unknown",
                        5.0);
    }
}
