package io.vedette.collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.deadletter.KafkaDeadLetters;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.DisturbedIndex;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.elasticsearch.ElasticsearchLogIndex;
import io.vedette.collector.index.elasticsearch.ElasticsearchSettings;
import io.vedette.collector.index.elasticsearch.RealElasticsearch;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.collector.logs.parse.LineReader;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.log.LogChunkCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticsearchRecoveryIT {
    private static final String HOST = "recovering";
    private static final int CHUNK = 200;

    private final RealElasticsearch server = RealElasticsearch.shared();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private LogIndex open() throws IOException {
        return new ElasticsearchLogIndex(
                new ElasticsearchSettings(List.of(server.url()), null, null, null, null, Duration.ofDays(30)),
                EcsSchema.load());
    }

    private LogConsumer consumer(LocalKafka kafka, Producer<byte[], byte[]> producer, LogIndex index) {
        return new LogConsumer(
                kafka.clients(),
                "recovery",
                Duration.ofMillis(200),
                new LineReader(EcsSchema.load(), ZoneOffset.UTC, "recovery"),
                index,
                new KafkaDeadLetters(producer, InstantSource.system(), meters),
                new LogMetrics("c", "it", producer, InstantSource.system(), meters),
                InstantSource.system(),
                System::nanoTime,
                meters);
    }

    private static void write(Producer<byte[], byte[]> producer, int chunk) {
        List<String> lines = IntStream.range(0, CHUNK)
                .mapToObj(i -> "line " + (chunk * CHUNK + i))
                .toList();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.LOGS.topicName(),
                (HOST + chunk % 4).getBytes(StandardCharsets.UTF_8),
                LogChunkCodec.encode(Chunks.of(
                        Chunks.file(HOST, "/var/log/" + chunk % 4), Instant.now(), chunk * 1_000_000L, lines)));
        record.headers().add(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes());
        producer.send(record);
    }

    private static void awaitCount(LogIndex index, long expected) {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(index.count(new LogFilter("host.name:" + HOST, null, null)))
                        .isEqualTo(expected));
    }

    @Test
    void everyLineIsThereOnceAfterTheServerWasKilledAndTheCollectorToo(@TempDir Path directory) throws Exception {
        try (LocalKafka kafka = LocalKafka.start(directory);
                Producer<byte[], byte[]> producer = kafka.clients().producer()) {
            try (LogIndex killed = DisturbedIndex.uncommitting(open());
                    LogConsumer consumer = consumer(kafka, producer, killed)) {
                consumer.start();
                IntStream.range(0, 20).forEach(chunk -> write(producer, chunk));
                awaitCount(killed, 20 * CHUNK);
            }
            assertThat(server.request("POST", "/logs-vedette.generic-recovery/_rollover", "")
                            .statusCode())
                    .isEqualTo(200);
            try (LogIndex index = open();
                    LogConsumer consumer = consumer(kafka, producer, index)) {
                consumer.start();
                IntStream.range(20, 30).forEach(chunk -> write(producer, chunk));
                awaitCount(index, 30 * CHUNK);

                server.kill();
                IntStream.range(30, 40).forEach(chunk -> write(producer, chunk));
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(consumer.problem())
                                .hasValueSatisfying(
                                        problem -> assertThat(problem).contains("cannot be reached")));
                server.startAgain();

                awaitCount(index, 40 * CHUNK);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> consumer.problem().isEmpty());
            }
        }
    }
}
