package io.vedette.collector.index;

import java.util.Map;

/**
 * How far the log topic has been indexed.
 *
 * @param topicId Kafka's id of the topic: offsets mean nothing in another topic, though it have the same name
 * @param next for each partition the offset of the first record not yet indexed
 */
public record Positions(String topicId, Map<Integer, Long> next) {
    public Positions {
        next = Map.copyOf(next);
    }
}
