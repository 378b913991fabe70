package io.vedette.collector.kafka;

import io.vedette.collector.config.CollectorConfig;
import io.vedette.protocol.LocalBroker;
import java.nio.file.Path;
import java.util.Map;

/** A real broker in this process with the topics of the house, as a collector finds it. */
public final class LocalKafka implements AutoCloseable {
    private static final int PARTITIONS = 2;

    private final LocalBroker broker;

    private LocalKafka(LocalBroker broker) {
        this.broker = broker;
    }

    /** Starts a broker that keeps its data in a folder, and creates the topics. */
    public static LocalKafka start(Path dir) throws Exception {
        LocalBroker broker = new LocalBroker(dir.resolve("kafka"));
        broker.start();
        broker.createTopics(PARTITIONS);
        return new LocalKafka(broker);
    }

    /** Clients of this broker. */
    public KafkaClients clients() {
        return new KafkaClients(new CollectorConfig.Kafka(broker.bootstrapServers(), Map.of(), 1, PARTITIONS));
    }

    @Override
    public void close() {
        broker.close();
    }
}
