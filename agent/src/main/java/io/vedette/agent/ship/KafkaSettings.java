package io.vedette.agent.ship;

import java.util.HashMap;
import java.util.Map;

/**
 * The way to Kafka.
 *
 * @param bootstrapServers addresses of some brokers, {@code host:port} with commas between them
 * @param properties further settings by Kafka's names, for TLS and SASL; they win over ours
 * @param clientId what the agent calls itself
 * @param replicationFactor copies of each topic that is created; -1 for the broker's default
 * @param partitions partitions of the topics of logs and metrics if they are created
 * @param recordBytes largest record
 * @param bufferBytes memory for records that are on their way
 */
public record KafkaSettings(
        String bootstrapServers,
        Map<String, String> properties,
        String clientId,
        int replicationFactor,
        int partitions,
        int recordBytes,
        long bufferBytes) {
    /** How long a client may take to find out that nobody answers. */
    static final int PATIENCE_MILLIS = 10_000;

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** Settings that all clients share; a client adds its own before {@link #properties} are laid over them. */
    Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("client.id", clientId);
        settings.put("enable.metrics.push", false);
        settings.put("metric.reporters", "");
        settings.put("reconnect.backoff.max.ms", 1000);
        return settings;
    }

    /** Settings of the client that reads what the agents tell of themselves. */
    public Map<String, Object> consumer() {
        Map<String, Object> settings = common();
        settings.put("enable.auto.commit", false);
        settings.put("fetch.max.bytes", 1 << 20);
        settings.put("max.partition.fetch.bytes", 1 << 18);
        settings.put("default.api.timeout.ms", PATIENCE_MILLIS);
        settings.putAll(properties);
        return settings;
    }

    /** Settings of the client that sends: nothing is given up, however long Kafka is away. */
    Map<String, Object> producer() {
        Map<String, Object> settings = common();
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        // With more, a broker that refuses the first batch of a new partition (its leader is not ready) and accepts the
        // second will never accept the first again, and everything behind it waits.
        settings.put("max.in.flight.requests.per.connection", 1);
        settings.put("compression.type", "lz4");
        settings.put("linger.ms", 5);
        settings.put("batch.size", 128 << 10);
        settings.put("buffer.memory", bufferBytes);
        settings.put("max.request.size", recordBytes);
        settings.put("max.block.ms", PATIENCE_MILLIS);
        settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
        settings.putAll(properties);
        return settings;
    }

    /** Settings of the client that creates topics. */
    Map<String, Object> admin() {
        Map<String, Object> settings = common();
        settings.put("default.api.timeout.ms", PATIENCE_MILLIS);
        settings.put("request.timeout.ms", PATIENCE_MILLIS / 2);
        settings.putAll(properties);
        return settings;
    }
}
