package io.vedette.collector.metrics;

import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends batches as an agent does. */
public final class TestNode {
    private final String name;
    private final Producer<byte[], byte[]> producer;
    private final WriteRequestWriter request = new WriteRequestWriter();

    /** A node of the cluster "test". */
    public TestNode(String name, Producer<byte[], byte[]> producer) {
        this.name = name;
        this.producer = producer;
    }

    /** One batch; returns once Kafka has it. */
    public void send(Instant at, double load) throws Exception {
        request.reset();
        long millis = at.toEpochMilli();
        request.sample(series("node_load1"), millis, load);
        request.sample(series(SampleIntake.INTERVAL_METRIC), millis, 15);
        sendBytes(at, request.toByteArray(), SchemaVersion.CURRENT.toString());
    }

    /** A record of any content. */
    public void sendBytes(Instant at, byte[] value, String version) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.METRICS.topicName(), null, at.toEpochMilli(), name.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add(SchemaVersion.HEADER, version.getBytes(StandardCharsets.US_ASCII));
        producer.send(record).get();
    }

    private EncodedLabels series(String metric) {
        return EncodedLabels.of(metric, Map.of("job", "node", "instance", name, "cluster", "test"));
    }
}
