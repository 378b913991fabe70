package io.vedette.protocol;

import java.util.Map;

/**
 * The topics through which everything passes, with the settings they are created with when missing.
 *
 * <p>Immutable; safe for use by any thread.
 */
public enum Topic {
    /** Key: host. Value: a remote-write 1.0 {@code WriteRequest}, not snappy-framed. */
    METRICS("vedette.metrics", Map.of("retention.ms", "86400000", "compression.type", "producer")),
    /** Key: host and source. Value: a {@link io.vedette.protocol.log.LogChunk}. */
    LOGS(
            "vedette.logs",
            // Room for the longest line an agent may be told to send.
            Map.of("retention.ms", "259200000", "compression.type", "producer", "max.message.bytes", "17825792")),
    /** Key: kind and id. Value: JSON; an empty value forgets the key. */
    STATE("vedette.state", Map.of("cleanup.policy", "compact", "segment.ms", "3600000")),
    /** Key and value: those of the record that could not be understood; headers say where it stood and why. */
    DEADLETTER("vedette.deadletter", Map.of("retention.ms", "1209600000", "max.message.bytes", "18874368"));

    private final String topicName;
    private final Map<String, String> settings;

    Topic(String topicName, Map<String, String> settings) {
        this.topicName = topicName;
        this.settings = settings;
    }

    /** The name in Kafka. */
    public String topicName() {
        return topicName;
    }

    /** Topic-level settings for creation, by Kafka's names. */
    public Map<String, String> settings() {
        return settings;
    }

    /**
     * How many partitions the topic is created with.
     *
     * @param shared what is configured for the topics whose work is shared out
     */
    public int partitions(int shared) {
        return switch (this) {
            case METRICS, LOGS -> shared;
            case STATE, DEADLETTER -> 1;
        };
    }
}
