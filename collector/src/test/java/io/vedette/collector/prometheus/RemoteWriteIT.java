package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteWriteIT {
    private final WriteRequestWriter writer = new WriteRequestWriter();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private LocalKafka kafka;
    private Producer<byte[], byte[]> producer;
    private ApiServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        kafka = LocalKafka.start(folder);
        producer = kafka.clients().producer();
        server = new ApiServer(new RemoteWriteDoor(producer, InstantSource.system(), meters));
    }

    @AfterAll
    void stop() {
        server.close();
        producer.close();
        kafka.close();
    }

    @Test
    void putsAPushOnTheTopicAsItIs() throws Exception {
        byte[] request = request("pushed", 1);

        assertThat(push(Snappy.compress(request)).statusCode()).isEqualTo(204);

        List<ConsumerRecord<byte[], byte[]>> records = records("pushed");
        assertThat(records).hasSize(1);
        assertThat(records.get(0).value()).isEqualTo(request);
        assertThat(records.get(0).headers().lastHeader(SchemaVersion.HEADER).value())
                .isEqualTo(SchemaVersion.CURRENT.toBytes());
    }

    @Test
    void cutsALargePushIntoRecordsThatKafkaTakes() throws Exception {
        byte[] request = request("large", 40_000);
        assertThat(request.length).isGreaterThan(2_000_000);

        assertThat(push(Snappy.compress(request)).statusCode()).isEqualTo(204);

        assertThat(records("large").stream()
                        .mapToInt(record -> record.value().length)
                        .sum())
                .isEqualTo(request.length);
    }

    @Test
    void refusesGarbageForGood() throws Exception {
        assertRefused(push(new byte[0]), 400, "snappy");
        assertRefused(push("not snappy at all".getBytes(StandardCharsets.UTF_8)), 400, "snappy");
        byte[] compressed = Snappy.compress(request("cut", 100));
        assertRefused(push(Arrays.copyOf(compressed, compressed.length / 2)), 400, "snappy");
        assertRefused(
                push(Snappy.compress("well compressed, but no request".getBytes(StandardCharsets.UTF_8))),
                400,
                "not a write request");
    }

    @Test
    void refusesGarbageOfAllKindsWithoutAFaultOfItsOwn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = request("random", 3);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = good.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(push(Snappy.compress(damaged)).statusCode())
                    .as("seed %d", seed)
                    .isIn(204, 400);
            byte[] compressed = Snappy.compress(good);
            compressed[random.nextInt(compressed.length)] = (byte) random.nextInt();
            assertThat(push(compressed).statusCode()).as("seed %d", seed).isIn(204, 400);
        }
    }

    @Test
    void refusesWhatIsTooLargePackedOrUnpacked() throws Exception {
        byte[] noise = new byte[PushedBody.MAX_COMPRESSED_BYTES + 1];
        assertRefused(push(noise), 413, "send fewer samples");
        assertRefused(push(Snappy.compress(new byte[PushedBody.MAX_BYTES + 1])), 413, "when uncompressed");
        byte[] boast = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0x00};
        assertThat(push(boast).statusCode()).isEqualTo(413);
    }

    @Test
    void keepsTheGoodSeriesOfARequestAndRefusesTheBadForGood() throws Exception {
        byte[] good = request("beside", 2);
        byte[] nameless = {0x0a, 0x02, 0x12, 0x00};
        byte[] both = Arrays.copyOf(good, good.length + nameless.length);
        System.arraycopy(nameless, 0, both, good.length, nameless.length);

        assertRefused(push(Snappy.compress(both)), 400, "1 series left out, all others kept: the series at byte");

        assertThat(records("beside"))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo(good));
        assertThat(meters.get("vedette_remote_write_refused_series_total")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void translatesVersionTwoAndSaysWhatWasWritten() throws Exception {
        byte[] two = {
            0x22,
            0,
            0x22,
            8,
            '_',
            '_',
            'n',
            'a',
            'm',
            'e',
            '_',
            '_',
            0x22,
            1,
            'm', // symbols
            0x22,
            8,
            'i',
            'n',
            's',
            't',
            'a',
            'n',
            'c',
            'e',
            0x22,
            3,
            't',
            'w',
            'o',
            0x2a,
            10,
            0x0a,
            4,
            1,
            2,
            3,
            4,
            0x12,
            2,
            0x10,
            7 // a series of one sample
        };
        HttpResponse<String> answer = ApiServer.push(
                server.url(),
                Snappy.compress(two),
                "Content-Type",
                "application/x-protobuf;proto=io.prometheus.write.v2.Request",
                "Content-Encoding",
                "snappy");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
                .hasValue("1");
        assertThat(records("two")).hasSize(1);
    }

    @Test
    void passesOverNativeHistogramsAndCountsThem() throws Exception {
        byte[] request = {
            0x0a, 19, 0x0a, 13, 0x0a, 8, '_', '_', 'n', 'a', 'm', 'e', '_', '_', 0x12, 1, 'h', 0x22, 2, 0x08, 1
        };
        assertThat(push(Snappy.compress(request)).statusCode()).isEqualTo(204);
        assertThat(meters.get("vedette_remote_write_histograms_total").counter().count())
                .isEqualTo(1);
    }

    @Test
    void refusesOtherFormats() throws Exception {
        byte[] body = Snappy.compress(request("other", 1));
        for (String type : List.of("application/json", "application/x-protobuf;proto=io.prometheus.write.v3.Request")) {
            assertRefused(ApiServer.push(server.url(), body, "Content-Type", type), 415, "is not known; send");
        }
        assertRefused(
                ApiServer.push(
                        server.url(), body, "Content-Type", "application/x-protobuf", "Content-Encoding", "gzip"),
                415,
                "snappy");
    }

    private HttpResponse<String> push(byte[] body) throws Exception {
        return ApiServer.push(
                server.url(), body, "Content-Type", "application/x-protobuf", "Content-Encoding", "snappy");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"status\":\"error\"").contains(words);
    }

    private byte[] request(String instance, int series) {
        writer.reset();
        for (int i = 0; i < series; i++) {
            writer.sample(
                    EncodedLabels.of("metric", Map.of("instance", instance, "number", Integer.toString(i))), i, i);
        }
        return writer.toByteArray();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String key) {
        try (Consumer<byte[], byte[]> consumer = kafka.clients().reader("test")) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.METRICS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                        found.add(record);
                    }
                });
            }
            return found;
        }
    }
}
