package io.vedette.collector;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.deadletter.DeadLetters;
import io.vedette.collector.deadletter.KafkaDeadLetters;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.evaluate.Evaluator;
import io.vedette.collector.evaluate.EvaluatorSettings;
import io.vedette.collector.history.HeadAndHistory;
import io.vedette.collector.history.HistoryWriter;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.kafka.KafkaClients;
import io.vedette.collector.kafka.TopicKeeper;
import io.vedette.collector.logs.LogConsumer;
import io.vedette.collector.logs.LogMetrics;
import io.vedette.collector.logs.parse.LineReader;
import io.vedette.collector.metrics.MetricMetadata;
import io.vedette.collector.metrics.MetricsConsumer;
import io.vedette.collector.metrics.MetricsSettings;
import io.vedette.collector.metrics.RebuildProgress;
import io.vedette.collector.notify.Notifier;
import io.vedette.collector.notify.NotifyConfig;
import io.vedette.collector.notify.NotifyConfigReader;
import io.vedette.collector.notify.email.EmailKind;
import io.vedette.collector.notify.webhook.WebhookKind;
import io.vedette.collector.prometheus.AbsentDoor;
import io.vedette.collector.prometheus.AgentList;
import io.vedette.collector.prometheus.CorsDoor;
import io.vedette.collector.prometheus.ExpressionDoor;
import io.vedette.collector.prometheus.FeaturesDoor;
import io.vedette.collector.prometheus.FederateDoor;
import io.vedette.collector.prometheus.MetadataDoor;
import io.vedette.collector.prometheus.QueryDoor;
import io.vedette.collector.prometheus.QueryRunner;
import io.vedette.collector.prometheus.RemoteReadDoor;
import io.vedette.collector.prometheus.RemoteWriteDoor;
import io.vedette.collector.prometheus.RulesDoor;
import io.vedette.collector.prometheus.SeriesDoor;
import io.vedette.collector.prometheus.ServerFacts;
import io.vedette.collector.prometheus.StatusDoor;
import io.vedette.collector.prometheus.TargetsDoor;
import io.vedette.collector.reload.NotifyFile;
import io.vedette.collector.reload.ReloadException;
import io.vedette.collector.reload.Reloader;
import io.vedette.collector.reload.RuleFiles;
import io.vedette.collector.search.LogsApi;
import io.vedette.collector.serve.CollectorStatusDoor;
import io.vedette.collector.serve.Door;
import io.vedette.collector.serve.HealthDoor;
import io.vedette.collector.serve.HttpServer;
import io.vedette.collector.serve.MetricsDoor;
import io.vedette.collector.serve.ProcessMetrics;
import io.vedette.collector.serve.StartException;
import io.vedette.collector.state.StateTopic;
import io.vedette.rules.head.Head;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.shipped.ShippedRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a running collector, made from the bottom up and taken apart from the top down. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final int MAX_METRICS_DESCRIBED = 50_000;
    private static final int EVALUATING_THREADS = 2;
    private static final Duration LOOK_AT_FILES_EVERY = Duration.ofSeconds(5);
    private static final Duration COMMIT_LOGS_EVERY = Duration.ofSeconds(5);
    private static final String LOGS_GROUP = "vedette-logs";

    private final Closing closing;
    private final CollectorConfig config;
    private final TopicKeeper topics;
    private final StartUp startUp;
    private final MetricsConsumer metrics;
    private final Reloader reloader;
    private final Ticks ticks;
    private final HttpServer server;

    /** @param closing takes every part that must be closed, also if this fails half way */
    private Parts(CollectorConfig config, String version, InstantSource clock, Closing closing) throws StartException {
        this.closing = closing;
        this.config = config;
        LongSupplier nanos = System::nanoTime;
        String name = config.name().isEmpty() ? hostName() : config.name();
        String externalUrl = externalUrl(config, name);
        String writerId = UUID.randomUUID().toString();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closing.add(meters::close);
        closing.add(new ProcessMetrics()).bindTo(meters);

        KafkaClients kafka = new KafkaClients(config.kafka());
        Producer<byte[], byte[]> producer = closing.add(kafka.producer());
        DeadLetters deadLetters = new KafkaDeadLetters(producer, clock, meters);
        StateTopic state = closing.add(new StateTopic(
                kafka.reader("vedette-collector-state"), producer, deadLetters, StateTopic.Limits.DEFAULT, meters));

        Head head = new Head(config.head().limits());
        new HeadMeters(head, nanos).bindTo(meters);
        SampleHistory history = closing.add(Indexes.history(config, clock, meters));
        SeriesSource samples = new HeadAndHistory(head, history, meters);
        MetricMetadata metadata = new MetricMetadata(MAX_METRICS_DESCRIBED);
        metrics = closing.add(new MetricsConsumer(
                kafka.reader("vedette-collector-metrics"),
                head,
                metadata,
                deadLetters,
                state,
                writerId,
                clock,
                MetricsSettings.forWindow(config.head().window()),
                meters));
        HistoryWriter historyWriter = closing.add(new HistoryWriter(history, head, metrics, meters));

        Notifier notifier = closing.add(new Notifier(
                NotifyConfig.NOBODY, state, externalUrl, clock, nanos, RandomGenerator.getDefault(), meters));
        QueryLimits limits = config.query().limits();
        Evaluator evaluator = closing.add(new Evaluator(
                new EvaluatorSettings(
                        config.evaluationInterval(),
                        config.head().window(),
                        EVALUATING_THREADS,
                        Labels.of("cluster", config.cluster()),
                        externalUrl),
                head,
                samples,
                new QueryEngine(limits),
                metrics,
                state,
                producer,
                writerId,
                notifier,
                nanos,
                meters));
        NotifyFile notifyFile = new NotifyFile(
                config.notifyFile(),
                new NotifyConfigReader(List.of(new WebhookKind("Vedette/" + version), new EmailKind())),
                notifier::reload);
        reloader = closing.add(new Reloader(
                List.of(
                        new RuleFiles(
                                config.shippedRules() ? ShippedRules.files() : List.of(),
                                config.rules(),
                                evaluator::reload),
                        notifyFile),
                LOOK_AT_FILES_EVERY,
                clock,
                meters));

        EcsSchema schema = EcsSchema.load();
        LogIndex index = closing.add(Indexes.logs(config, schema, clock, nanos, meters));
        LogMetrics logMetrics = new LogMetrics(config.cluster(), name, producer, clock, meters);
        LogConsumer logs = closing.add(new LogConsumer(
                kafka,
                LOGS_GROUP,
                COMMIT_LOGS_EVERY,
                new LineReader(schema, config.logs().zone(), config.cluster()),
                index,
                deadLetters,
                logMetrics,
                clock,
                nanos,
                meters));

        OwnMetrics own = new OwnMetrics(meters, config.cluster(), name, producer, clock);
        ticks = closing.add(new Ticks("own-metrics", LogMetrics.INTERVAL, () -> {
            logMetrics.send();
            own.send();
        }));
        topics = new TopicKeeper(
                kafka, config.kafka().replicationFactor(), config.kafka().partitions(), meters);
        startUp = closing.add(new StartUp(
                topics,
                List.of(
                        state::start,
                        historyWriter::start,
                        metrics::start,
                        logs::start,
                        notifier::start,
                        evaluator::start,
                        ticks::start)));
        closing.add(topics);

        AgentList agents = new AgentList(head, config.head().window(), clock);
        StatusOfParts status = new StatusOfParts(
                config, version, name, clock, topics, metrics, logs, head, agents, notifyFile, this::notReady);
        LogsApi logsApi = new LogsApi(index, clock, nanos, meters);
        QueryRunner queries = new QueryRunner(
                samples,
                new QueryRunner.Settings(
                        limits,
                        config.query().maxTotalMemory().bytes(),
                        config.query().maxConcurrent(),
                        config.query().maxWaiting()),
                nanos,
                meters);
        List<Door> doors = List.of(
                new CorsDoor(),
                new HealthDoor(this::notReady, this::reload),
                new MetricsDoor(meters),
                new CollectorStatusDoor(status),
                logsApi,
                new QueryDoor(queries, clock, nanos),
                new ExpressionDoor(),
                new SeriesDoor(samples),
                new MetadataDoor(metadata),
                new RulesDoor(evaluator::groups),
                new TargetsDoor(agents, head, metadata),
                new FederateDoor(head, limits.lookback(), clock),
                new RemoteWriteDoor(producer, clock, meters),
                new RemoteReadDoor(samples, queries, nanos, meters),
                new StatusDoor(facts(version, name, clock, limits), head, metrics::progress, clock),
                new FeaturesDoor(),
                new AbsentDoor());
        server = closing.add(new HttpServer(config.listen(), doors, meters));
        closing.add(logsApi);
    }

    /**
     * Makes and starts all parts.
     *
     * @throws StartException if a person must change something first; nothing is left running then
     */
    static Parts start(CollectorConfig config, String version, InstantSource clock) throws StartException {
        Closing closing = new Closing();
        try {
            Parts parts = new Parts(config, version, clock, closing);
            parts.begin();
            return parts;
        } catch (KafkaException e) {
            closing.close();
            throw new StartException("kafka: " + rootMessage(e) + "; correct bootstrap_servers or properties", e);
        } catch (StartException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private void begin() throws StartException {
        try {
            reloader.start();
        } catch (ReloadException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
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
                config.history().retention().toSeconds() + "s",
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
                config.history().retention(),
                config.toYaml(),
                new TreeMap<>(flags),
                reloader::lastSuccess,
                reloader::isGood);
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
        return reloader.reload();
    }

    @Override
    public void close() {
        closing.close();
    }

    /** Without a slash at its end. */
    private static String externalUrl(CollectorConfig config, String name) {
        String configured = config.externalUrl();
        if (configured.isEmpty()) {
            String host = config.listen().host();
            boolean every = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
            String shown = every ? name : host.contains(":") ? "[" + host + "]" : host;
            return "http://" + shown + ":" + config.listen().port();
        }
        return configured.endsWith("/") ? configured.substring(0, configured.length() - 1) : configured;
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
