package io.vedette.collector.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.deadletter.DeadLetters;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state topic: read whole at start, then followed, so that what another collector writes is seen too. A value
 * counts once Kafka has acknowledged it.
 *
 * <p>Safe for use by any thread; one thread of its own follows the topic.
 */
public final class StateTopic implements StateStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PARTITIONS_TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader READER = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final DeadLetters deadLetters;
    private final Limits limits;
    private final MeterRegistry meters;
    private final Thread follower;
    private final Object lock = new Object();
    /** Guarded by {@link #lock}. */
    private final Map<StateKey, Entry> entries = new HashMap<>();
    /** Guarded by {@link #lock}. */
    private long bytesKept;

    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;

    /**
     * Bounds of what is kept in memory.
     *
     * @param maxValueBytes largest value, below what Kafka takes in one record
     * @param maxBytes keys and values together
     * @param acknowledgement how long a write may wait for Kafka
     */
    public record Limits(int maxValueBytes, long maxBytes, Duration acknowledgement) {
        /** For any cluster that fits one collector. */
        public static final Limits DEFAULT = new Limits(900_000, 128L << 20, Duration.ofSeconds(30));
    }

    /** @param value null for a forgotten key, remembered so that an older record does not bring it back */
    private record Entry(@Nullable JsonNode value, int sizeBytes, int partition, long offset) {}

    /**
     * @param consumer without a group, used by this object alone and closed by it
     * @param producer with {@code acks=all}, shared, not closed here
     */
    public StateTopic(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            DeadLetters deadLetters,
            Limits limits,
            MeterRegistry meters) {
        this.consumer = consumer;
        this.producer = producer;
        this.deadLetters = deadLetters;
        this.limits = limits;
        this.meters = meters;
        this.follower = new Thread(this::follow, "state-follow");
        Gauge.builder("vedette_state_keys", this, StateTopic::keysKept).register(meters);
        Gauge.builder("vedette_state_bytes", this, StateTopic::bytesKept)
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * Reads the topic to its present end, then follows it in the background. Call once.
     *
     * @throws StateException if the topic does not exist or Kafka cannot be reached
     */
    public void start() throws StateException {
        try {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topic.STATE.topicName(), PARTITIONS_TIMEOUT).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            if (partitions.isEmpty()) {
                throw new StateException("topic " + Topic.STATE.topicName() + " does not exist yet");
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!closed
                    && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                take();
            }
        } catch (KafkaException e) {
            throw new StateException("cannot read " + Topic.STATE.topicName() + ": " + e.getMessage(), e);
        }
        LOG.info("{} read: {} keys", Topic.STATE.topicName(), (long) keysKept());
        follower.start();
    }

    private void follow() {
        while (!closed) {
            try {
                take();
            } catch (WakeupException | InterruptException e) {
                if (!closed) {
                    LOG.warn("following {} was interrupted", Topic.STATE.topicName());
                }
            } catch (KafkaException e) {
                count("vedette_state_read_failures_total", "kafka");
                LOG.warn("cannot read {}: {}", Topic.STATE.topicName(), e.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            closing.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            take(record);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Header version = record.headers().lastHeader(SchemaVersion.HEADER);
            if (version != null) {
                SchemaVersion.check(version.value());
            }
        } catch (MalformedRecordException e) {
            // Compaction keeps the record where it is, for the newer collector that wrote it.
            count("vedette_state_refused_records_total", "version");
            LOG.warn("{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return;
        }
        try {
            StateKey key = StateKey.parse(record.key() == null ? new byte[0] : record.key());
            byte[] value = record.value();
            boolean forgotten = value == null || value.length == 0;
            Entry entry = new Entry(
                    forgotten ? null : READER.readTree(value),
                    record.key().length + (forgotten ? 0 : value.length),
                    record.partition(),
                    record.offset());
            apply(key, entry);
            if (forgotten) {
                forgetFor(key, entry);
            }
        } catch (IllegalArgumentException | IOException e) {
            count("vedette_state_refused_records_total", "malformed");
            bury(record, "not a state record: " + firstLine(e));
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, String reason) {
        try {
            deadLetters.bury(record, reason);
        } catch (IOException e) {
            // The record stays in the topic, so it is tried again at the next start.
            count("vedette_state_read_failures_total", "deadletter");
            LOG.error("{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private static String firstLine(Exception e) {
        String message =
                e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** A record read later may be older than one written by this process and applied on its acknowledgement. */
    private void apply(StateKey key, Entry entry) {
        synchronized (lock) {
            Entry present = entries.get(key);
            if (present != null && present.partition == entry.partition && present.offset >= entry.offset) {
                return;
            }
            long bytes = bytesKept + entry.sizeBytes - (present == null ? 0 : present.sizeBytes);
            if (bytes > limits.maxBytes && entry.value != null) {
                count("vedette_state_refused_records_total", "full");
                LOG.error("{} holds more than {} bytes: {} is left out", Topic.STATE.topicName(), limits.maxBytes, key);
                return;
            }
            bytesKept = bytes;
            entries.put(key, entry);
        }
    }

    /** Once a forgetting record was read from the topic, nothing older of its key can follow. */
    private void forgetFor(StateKey key, Entry entry) {
        synchronized (lock) {
            Entry present = entries.get(key);
            if (present != null && present.offset == entry.offset && present.partition == entry.partition) {
                entries.remove(key);
                bytesKept -= present.sizeBytes;
            }
        }
    }

    @Override
    public Optional<JsonNode> get(StateKey key) {
        synchronized (lock) {
            Entry entry = entries.get(key);
            return entry == null ? Optional.empty() : Optional.ofNullable(entry.value);
        }
    }

    @Override
    public Map<String, JsonNode> ofKind(String kind) {
        Map<String, JsonNode> found = new HashMap<>();
        synchronized (lock) {
            entries.forEach((key, entry) -> {
                if (entry.value != null && key.kind().equals(kind)) {
                    found.put(key.id(), entry.value);
                }
            });
        }
        return found;
    }

    @Override
    public void put(Map<StateKey, Optional<JsonNode>> values) throws StateException {
        List<Sent> sent = new ArrayList<>(values.size());
        try {
            for (Map.Entry<StateKey, Optional<JsonNode>> value : values.entrySet()) {
                sent.add(send(value.getKey(), value.getValue().orElse(null)));
            }
            for (Sent each : sent) {
                RecordMetadata at = each.done.get(limits.acknowledgement.toMillis(), TimeUnit.MILLISECONDS);
                apply(each.key, new Entry(each.value, each.sizeBytes, at.partition(), at.offset()));
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        } catch (TimeoutException e) {
            throw failed("no acknowledgement within " + limits.acknowledgement.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed(String.valueOf(e.getCause()), e);
        } catch (KafkaException e) {
            throw failed(e.toString(), e);
        }
    }

    private StateException failed(String reason, Exception cause) {
        count("vedette_state_write_failures_total", "unacknowledged");
        return new StateException("state was not kept in " + Topic.STATE.topicName() + ": " + reason, cause);
    }

    private record Sent(StateKey key, @Nullable JsonNode value, int sizeBytes, Future<RecordMetadata> done) {}

    private Sent send(StateKey key, @Nullable JsonNode value) throws StateException {
        byte[] keyBytes = key.toBytes();
        byte[] bytes = value == null ? null : encode(value);
        if (bytes != null && bytes.length > limits.maxValueBytes) {
            count("vedette_state_write_failures_total", "too_large");
            throw new StateException(
                    "state of " + key + " has " + bytes.length + " bytes, more than " + limits.maxValueBytes);
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topic.STATE.topicName(), keyBytes, bytes);
        record.headers().add(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes());
        return new Sent(key, value, keyBytes.length + (bytes == null ? 0 : bytes.length), producer.send(record));
    }

    private static byte[] encode(JsonNode value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot happen: a JSON tree that has no text", e);
        }
    }

    private double keysKept() {
        synchronized (lock) {
            return entries.values().stream()
                    .filter(entry -> entry.value != null)
                    .count();
        }
    }

    private double bytesKept() {
        synchronized (lock) {
            return bytesKept;
        }
    }

    private void count(String name, String reason) {
        Counter.builder(name).tag("reason", reason).register(meters).increment();
    }

    /** Stops following and closes the consumer. */
    @Override
    public void close() {
        closed = true;
        closing.countDown();
        consumer.wakeup();
        try {
            follower.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
