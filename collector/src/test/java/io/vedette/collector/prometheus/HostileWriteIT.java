package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.Topic;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

/**
 * The write endpoint, a real Kafka behind it, under requests of a random kind. A short run is part of the build;
 * {@code -Dvedette.fuzz.rounds=N} makes it longer, {@code -Dvedette.fuzz.seed=N} repeats one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileWriteIT {
    private static final String[] TYPES = {
        "application/x-protobuf",
        "application/x-protobuf;proto=prometheus.WriteRequest",
        "application/x-protobuf;proto=io.prometheus.write.v2.Request",
        "application/x-protobuf;proto=;;;",
        "text/plain",
        ";",
    };

    private final long seed = Long.getLong("vedette.fuzz.seed", System.nanoTime());
    private final int rounds = Integer.getInteger("vedette.fuzz.rounds", 600);
    private final Random random = new Random(seed);
    private final HostileWrites hostile = new HostileWrites(seed);
    private LocalKafka kafka;
    private Producer<byte[], byte[]> producer;
    private ApiServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        kafka = LocalKafka.start(folder);
        producer = kafka.clients().producer();
        server = new ApiServer(new RemoteWriteDoor(producer, InstantSource.system(), new SimpleMeterRegistry()));
    }

    @AfterAll
    void stop() {
        server.close();
        producer.close();
        kafka.close();
    }

    @Test
    void answersWhateverComesAndKeepsWhatIsGood() throws Exception {
        System.out.println("hostile writes: seed " + seed + ", " + rounds + " rounds");
        int kept = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] body = packed(hostile.next(1_000L + round));
            String type = TYPES[random.nextInt(4) == 0 ? random.nextInt(TYPES.length) : 0];
            int status = ApiServer.push(server.url(), body, "Content-Type", type, "Content-Encoding", "snappy")
                    .statusCode();
            assertThat(status).as("seed %d, round %d", seed, round).isIn(204, 400, 413, 415);
            if (round % 10 == 0) {
                byte[] good = Snappy.compress(HostileWrites.good("decent", 3, round));
                assertThat(ApiServer.push(server.url(), good).statusCode())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(204);
                kept += 3;
            }
        }
        Contents contents = contents();
        assertThat(contents.decent).as("seed %d", seed).isEqualTo(kept);
        assertThat(contents.others).as("seed %d: some requests are good", seed).isPositive();
    }

    @Test
    void anExpandingBodyIsRefusedByWhatItSaysOfItself() throws Exception {
        byte[] zeros = Snappy.compress(new byte[64 << 20]);
        assertThat(zeros.length).isLessThan(PushedBody.MAX_COMPRESSED_BYTES);
        assertThat(ApiServer.push(server.url(), zeros).statusCode()).isEqualTo(413);
    }

    @Test
    void manySmallFieldsInAnAllowedBodyAreReadWithinTheTestsMemory() throws Exception {
        byte[] series = new byte[PushedBody.MAX_BYTES];
        for (int i = 0; i + 1 < series.length; i += 2) {
            series[i] = 0x0a; // a series of no bytes
        }
        assertThat(ApiServer.push(server.url(), Snappy.compress(series)).statusCode())
                .isEqualTo(400);
        byte[] samples = series.clone();
        for (int i = 6; i + 1 < samples.length; i += 2) {
            samples[i] = 0x12; // a sample of no bytes
        }
        int length = samples.length - 5;
        samples[1] = (byte) (length | 0x80);
        samples[2] = (byte) (length >>> 7 | 0x80);
        samples[3] = (byte) (length >>> 14 | 0x80);
        samples[4] = (byte) (length >>> 21);
        samples[5] = 0x12;
        samples[6] = 0;
        for (int i = 7; i + 1 < samples.length; i += 2) {
            samples[i] = 0x12;
            samples[i + 1] = 0;
        }
        assertThat(ApiServer.push(server.url(), Snappy.compress(samples)).statusCode())
                .isEqualTo(400);
    }

    /** Compressed, most often well. */
    private byte[] packed(byte[] request) throws Exception {
        byte[] packed = Snappy.compress(request);
        switch (random.nextInt(8)) {
            case 0 -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    packed[random.nextInt(packed.length)] = (byte) random.nextInt();
                }
            }
            case 1 -> packed = Arrays.copyOf(packed, random.nextInt(packed.length));
            case 2 -> packed = request;
            default -> {}
        }
        return packed;
    }

    private static final class Contents implements WriteRequestVisitor {
        private int decent;
        private int others;

        @Override
        public void series(SeriesLabels labels) throws MalformedRecordException {
            List<String> decoded = Arrays.asList(labels.decode()).subList(0, labels.length());
            if (decoded.contains("decent")) {
                decent++;
            } else {
                others++;
            }
        }

        @Override
        public void sample(long timestampMillis, double value) {}
    }

    /** Reads the whole topic: what was let through is good to the last label. */
    private Contents contents() throws Exception {
        Contents contents = new Contents();
        WriteRequestReader reader = new WriteRequestReader();
        try (Consumer<byte[], byte[]> consumer = kafka.clients().reader("test")) {
            List<TopicPartition> partitions = new ArrayList<>(consumer.partitionsFor(Topic.METRICS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    reader.read(record.value(), contents);
                }
            }
        }
        return contents;
    }
}
