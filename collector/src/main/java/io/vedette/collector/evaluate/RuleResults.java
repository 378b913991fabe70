package io.vedette.collector.evaluate;

import io.vedette.collector.metrics.MetricsConsumer;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.WriteRequestWriter;
import io.vedette.rules.group.SampleSink;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.Head.Appended;
import io.vedette.rules.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Where a group's samples go: into the head, so that the next rule sees them, and to the metrics topic, so that the
 * next collector has them in its head when it is rebuilt.
 *
 * <p>Not safe for use by several threads: each group has its own.
 */
final class RuleResults implements SampleSink {
    private static final byte[] KEY = "collector".getBytes(StandardCharsets.UTF_8);
    private static final int RECORD_BYTES = 256 * 1024;
    private static final int MAX_ENCODED = 20_000;
    private static final long ACKNOWLEDGEMENT_SECONDS = 30;

    private final Head head;
    private final Producer<byte[], byte[]> producer;
    private final byte[] writerId;
    private final WriteRequestWriter request = new WriteRequestWriter();
    private final Map<Labels, EncodedLabels> encoded = new HashMap<>();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private boolean repeating;

    RuleResults(Head head, Producer<byte[], byte[]> producer, String writerId) {
        this.head = head;
        this.producer = producer;
        this.writerId = writerId.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether instants are evaluated that an earlier process may have evaluated already: what it made of them is in the
     * head, and with it later samples, so that ours come out of order.
     */
    void repeating(boolean repeats) {
        repeating = repeats;
    }

    @Override
    public boolean append(Labels labels, long timestampMillis, double value) {
        Appended outcome = head.append(labels, timestampMillis, value);
        if (outcome == Appended.STORED) {
            request.sample(encode(labels), timestampMillis, value);
            if (request.sizeBytes() > RECORD_BYTES) {
                send();
            }
        }
        return outcome == Appended.STORED
                || outcome == Appended.DUPLICATE
                || (repeating && outcome == Appended.OUT_OF_ORDER);
    }

    private EncodedLabels encode(Labels labels) {
        EncodedLabels known = encoded.get(labels);
        if (known != null) {
            return known;
        }
        if (encoded.size() >= MAX_ENCODED) {
            encoded.clear();
        }
        TreeMap<String, String> map = labels.toMap();
        map.remove(Labels.NAME);
        EncodedLabels fresh = EncodedLabels.of(labels.metric(), map);
        encoded.put(labels, fresh);
        return fresh;
    }

    private void send() {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.METRICS.topicName(), KEY, request.toByteArray());
        request.reset();
        record.headers().add(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes());
        record.headers().add(MetricsConsumer.WRITER_HEADER, writerId);
        sent.add(producer.send(record));
    }

    /**
     * Sends what was appended and waits until Kafka has it.
     *
     * @return why it has not; empty if it has. The samples are in the head all the same, and are made anew from the
     *     data if the instant is evaluated again
     */
    String flush() throws InterruptedException {
        try {
            if (request.sizeBytes() > 0) {
                send();
            }
            for (Future<RecordMetadata> each : sent) {
                each.get(ACKNOWLEDGEMENT_SECONDS, TimeUnit.SECONDS);
            }
            return "";
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            request.reset();
            return e instanceof TimeoutException
                    ? "no acknowledgement within " + ACKNOWLEDGEMENT_SECONDS + " s"
                    : String.valueOf(e.getMessage());
        } finally {
            sent.clear();
        }
    }
}
