package io.vedette.collector;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.kafka.KafkaClients;
import io.vedette.collector.kafka.TopicKeeper;
import io.vedette.collector.serve.HealthDoor;
import io.vedette.collector.serve.HttpServer;
import io.vedette.collector.serve.MetricsDoor;
import io.vedette.collector.serve.StartException;
import io.vedette.protocol.config.ListenAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector: reads Kafka, indexes, evaluates rules, tells people and serves.
 *
 * <p>The constructor builds the parts without touching anything outside; {@link #start} brings them to life in order,
 * {@link #close} stops them in reverse. Kafka or Elasticsearch being away is no reason not to start: the collector
 * waits for them and says so. Safe for use by any thread.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final ListenAddress configuredAddress;
    private final TopicKeeper topics;
    private final HttpServer server;

    /**
     * @param config what the collector is told
     * @param version of this build, for people
     * @param clock wall time
     */
    public Collector(CollectorConfig config, String version, InstantSource clock) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        KafkaClients kafka = new KafkaClients(config.kafka());
        configuredAddress = config.listen();
        topics = new TopicKeeper(
                kafka, config.kafka().replicationFactor(), config.kafka().partitions(), meters);
        server = new HttpServer(
                configuredAddress,
                List.of(new HealthDoor(this::notReady, this::reload), new MetricsDoor(meters)),
                meters);
    }

    /**
     * Starts everything; returns when the door is open. Whether questions can be answered fully is told by
     * {@link #notReady}.
     *
     * @throws StartException if a person must change something first; nothing is left running then
     */
    public void start() throws StartException {
        server.start();
        topics.start();
        if (!configuredAddress.loopbackOnly()) {
            LOG.warn(
                    "listening on {} without a password: everybody who can reach this address can read logs and"
                            + " silence alerts",
                    configuredAddress);
        }
    }

    /** The URL of the page, with the port that the system chose if it was left to it. */
    public String url() {
        return server.url();
    }

    /** Why questions cannot be answered fully yet, in a sentence; empty if they can. */
    public Optional<String> notReady() {
        return topics.problem();
    }

    /** Reads rules and notification anew; tells what is wrong, in which case the old ones stay in force. */
    public Optional<String> reload() {
        return Optional.empty();
    }

    @Override
    public void close() {
        server.close();
        topics.close();
    }
}
