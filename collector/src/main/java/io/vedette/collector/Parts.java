package io.vedette.collector;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.deadletter.DeadLetters;
import io.vedette.collector.deadletter.KafkaDeadLetters;
import io.vedette.collector.kafka.KafkaClients;
import io.vedette.collector.kafka.TopicKeeper;
import io.vedette.collector.metrics.MetricMetadata;
import io.vedette.collector.metrics.MetricsConsumer;
import io.vedette.collector.metrics.MetricsSettings;
import io.vedette.collector.metrics.RebuildProgress;
import io.vedette.collector.prometheus.AgentList;
import io.vedette.collector.prometheus.FederateDoor;
import io.vedette.collector.prometheus.MetadataDoor;
import io.vedette.collector.prometheus.QueryDoor;
import io.vedette.collector.prometheus.RemoteWriteDoor;
import io.vedette.collector.prometheus.SeriesDoor;
import io.vedette.collector.prometheus.ServerFacts;
import io.vedette.collector.prometheus.StatusDoor;
import io.vedette.collector.prometheus.TargetsDoor;
import io.vedette.collector.serve.CollectorStatusDoor;
import io.vedette.collector.serve.Door;
import io.vedette.collector.serve.HealthDoor;
import io.vedette.collector.serve.HttpServer;
import io.vedette.collector.serve.MetricsDoor;
import io.vedette.collector.serve.ProcessMetrics;
import io.vedette.collector.serve.StartException;
import io.vedette.collector.state.StateTopic;
import io.vedette.rules.head.Head;
import io.vedette.rules.promql.QueryLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a running collector, made from the bottom up and taken apart from the top down. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final int MAX_METRICS_DESCRIBED = 50_000;

    private final Closing closing = new Closing();
    private final CollectorConfig config;
    private final TopicKeeper topics;
    private final StartUp startUp;
    private final MetricsConsumer metrics;
    private final HttpServer server;

    private Parts(CollectorConfig config, String version, InstantSource clock) {
        this.config = config;
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closing.add(meters::close);
        closing.add(new ProcessMetrics()).bindTo(meters);
        String name = config.name().isEmpty() ? hostName() : config.name();

        KafkaClients kafka = new KafkaClients(config.kafka());
        Producer<byte[], byte[]> producer = closing.add(kafka.producer());
        DeadLetters deadLetters = new KafkaDeadLetters(producer, clock, meters);
        StateTopic state = closing.add(new StateTopic(
                kafka.reader("vedette-collector-state"), producer, deadLetters, StateTopic.Limits.DEFAULT, meters));

        Head head = new Head(config.head().limits());
        new HeadMeters(head, System::nanoTime).bindTo(meters);
        MetricMetadata metadata = new MetricMetadata(MAX_METRICS_DESCRIBED);
        metrics = closing.add(new MetricsConsumer(
                kafka.reader("vedette-collector-metrics"),
                head,
                metadata,
                deadLetters,
                state,
                UUID.randomUUID().toString(),
                clock,
                MetricsSettings.forWindow(config.head().window()),
                meters));

        topics = new TopicKeeper(
                kafka, config.kafka().replicationFactor(), config.kafka().partitions(), meters);
        startUp = closing.add(new StartUp(topics, List.of(state::start, metrics::start)));
        closing.add(topics);

        AgentList agents = new AgentList(head, config.head().window(), clock);
        StatusOfParts status =
                new StatusOfParts(config, version, name, clock, topics, metrics, head, agents, this::notReady);
        QueryLimits limits = QueryLimits.DEFAULT;
        List<Door> doors = List.of(
                new HealthDoor(this::notReady, this::reload),
                new MetricsDoor(meters),
                new CollectorStatusDoor(status),
                new QueryDoor(head, limits, clock, System::nanoTime, meters),
                new SeriesDoor(head),
                new MetadataDoor(metadata),
                new TargetsDoor(agents),
                new FederateDoor(head, limits.lookback(), clock),
                new RemoteWriteDoor(producer, meters),
                new StatusDoor(facts(version, name, clock, limits), head, clock));
        server = closing.add(new HttpServer(config.listen(), doors, meters));
    }

    /**
     * Makes and starts all parts.
     *
     * @throws StartException if a person must change something first; nothing is left running then
     */
    static Parts start(CollectorConfig config, String version, InstantSource clock) throws StartException {
        Parts parts;
        try {
            parts = new Parts(config, version, clock);
        } catch (KafkaException e) {
            throw new StartException("kafka: " + rootMessage(e) + "; correct bootstrap_servers or properties", e);
        }
        try {
            parts.begin();
            return parts;
        } catch (StartException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private void begin() throws StartException {
        server.start();
        topics.start();
        startUp.begin();
        if (!config.listen().loopbackOnly()) {
            LOG.warn("{}", StatusOfParts.OPEN_DOOR);
        }
    }

    private ServerFacts facts(String version, String name, InstantSource clock, QueryLimits limits) {
        Map<String, String> flags = Map.of(
                "query.timeout",
                limits.timeout().toSeconds() + "s",
                "query.lookback-delta",
                limits.lookback().toSeconds() + "s",
                "query.max-samples",
                Long.toString(limits.maxSamples()),
                "storage.tsdb.retention.time",
                config.head().window().toSeconds() + "s",
                "web.enable-lifecycle",
                "true",
                "web.enable-remote-write-receiver",
                "true",
                "web.external-url",
                config.externalUrl(),
                "web.listen-address",
                config.listen().toString());
        return new ServerFacts(
                version,
                name,
                clock.instant(),
                config.head().window(),
                config.toYaml(),
                new TreeMap<>(flags),
                clock::instant,
                () -> true);
    }

    String url() {
        return server.url();
    }

    Optional<String> notReady() {
        if (topics.problem().isPresent()) {
            return topics.problem();
        }
        RebuildProgress progress = metrics.progress();
        return progress.state() == RebuildProgress.State.LIVE ? Optional.empty() : Optional.of(progress.toString());
    }

    Optional<String> reload() {
        return Optional.empty();
    }

    @Override
    public void close() {
        closing.close();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
