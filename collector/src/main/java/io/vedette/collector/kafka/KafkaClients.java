package io.vedette.collector.kafka;

import io.vedette.collector.config.CollectorConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes clients with the addresses and properties of the configuration. Safe for use by any thread. */
public final class KafkaClients {
    private static final int BUFFER_BYTES = 32 * 1024 * 1024;
    /** A year: names that cannot be resolved yet belong to a Kafka that is away, which is no reason to give up. */
    private static final long RESOLVE_MILLIS = 365L * 86_400_000;

    private static final int READER_FETCH_BYTES = 8 * 1024 * 1024;
    private static final int GROUP_POLL_RECORDS = 32;

    private final CollectorConfig.Kafka config;

    /** @param config addresses and properties */
    public KafkaClients(CollectorConfig.Kafka config) {
        this.config = config;
    }

    /** The addresses, for people. */
    public String bootstrapServers() {
        return config.bootstrapServers();
    }

    /** Settings that every client has: the configured ones, over ours. The result may be changed. */
    public Map<String, Object> settings(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("enable.metrics.push", "false");
        settings.put("metric.reporters", "");
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000");
        settings.put(CommonClientConfigs.BOOTSTRAP_RESOLVE_TIMEOUT_MS_CONFIG, RESOLVE_MILLIS);
        settings.putAll(config.properties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return settings;
    }

    /** A client to look after topics; close it. */
    public Admin admin() {
        Map<String, Object> settings = settings("vedette-collector-admin");
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        return Admin.create(settings);
    }

    /** A producer whose records are acknowledged when every replica in sync has them; close it. */
    public Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = settings("vedette-collector-producer");
        settings.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
        // With more, a broker that refuses the first batch of a new partition and accepts the second will never accept
        // the first again.
        settings.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "5");
        settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer without a group, for a reader that is assigned all partitions itself and keeps no offsets: the head
     * and the state are read anew at every start. Close it.
     */
    public Consumer<byte[], byte[]> reader(String clientId) {
        Map<String, Object> settings = settings(clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, READER_FETCH_BYTES);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "20000");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A consumer of a group, which shares the partitions with the group's others; close it. It holds few records at a
     * time, as each may be large.
     */
    public Consumer<byte[], byte[]> groupReader(String clientId, String groupId) {
        Map<String, Object> settings = settings(clientId);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, GROUP_POLL_RECORDS);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, READER_FETCH_BYTES);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "20000");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
