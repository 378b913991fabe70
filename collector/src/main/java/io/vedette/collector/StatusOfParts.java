package io.vedette.collector;

import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.kafka.TopicKeeper;
import io.vedette.collector.logs.LogConsumer;
import io.vedette.collector.metrics.MetricsConsumer;
import io.vedette.collector.metrics.RebuildProgress;
import io.vedette.collector.prometheus.AgentList;
import io.vedette.collector.reload.NotifyFile;
import io.vedette.collector.serve.CollectorStatus;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the parts how they are. */
final class StatusOfParts implements Supplier<CollectorStatus> {
    static final String OPEN_DOOR = "The door is open to the network without a password: everybody who can reach it can"
            + " read logs and silence alerts.";

    private final CollectorConfig config;
    private final String version;
    private final String name;
    private final InstantSource clock;
    private final Instant startedAt;
    private final TopicKeeper topics;
    private final MetricsConsumer metrics;
    private final LogConsumer logs;
    private final Head head;
    private final AgentList agents;
    private final NotifyFile notifyFile;
    private final Supplier<Optional<String>> notReady;

    StatusOfParts(
            CollectorConfig config,
            String version,
            String name,
            InstantSource clock,
            TopicKeeper topics,
            MetricsConsumer metrics,
            LogConsumer logs,
            Head head,
            AgentList agents,
            NotifyFile notifyFile,
            Supplier<Optional<String>> notReady) {
        this.config = config;
        this.version = version;
        this.name = name;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.topics = topics;
        this.metrics = metrics;
        this.logs = logs;
        this.head = head;
        this.agents = agents;
        this.notifyFile = notifyFile;
        this.notReady = notReady;
    }

    @Override
    public CollectorStatus get() {
        Optional<String> reason = notReady.get();
        return new CollectorStatus(
                version,
                name,
                config.cluster(),
                Duration.between(startedAt, clock.instant()).toSeconds(),
                reason.isEmpty(),
                reason.orElse(""),
                rebuilding(),
                warnings(),
                agents.agents().stream()
                        .filter(agent -> agent.job().equals("node"))
                        .map(agent -> new CollectorStatus.Node(agent.instance(), agent.up()))
                        .toList(),
                index(),
                new CollectorStatus.Kafka(
                        config.kafka().bootstrapServers(),
                        topics.problem().orElse(""),
                        metrics.lagRecords(),
                        logs.lagRecords()),
                head(),
                notifyFile.receivers());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!config.listen().loopbackOnly()) {
            warnings.add(OPEN_DOOR);
        }
        logs.problem().ifPresent(problem -> warnings.add("Log lines are not indexed: " + problem));
        return warnings;
    }

    private CollectorStatus.@Nullable Rebuilding rebuilding() {
        RebuildProgress progress = metrics.progress();
        return progress.state() == RebuildProgress.State.LIVE
                ? null
                : new CollectorStatus.Rebuilding(progress.percent() / 100.0, progress.toString());
    }

    private CollectorStatus.Index index() {
        return config.elasticsearch() == null
                ? new CollectorStatus.Index("lucene", config.data().toString())
                : new CollectorStatus.Index(
                        "elasticsearch",
                        String.join(", ", config.elasticsearch().urls()));
    }

    private CollectorStatus.Head head() {
        HeadStats stats = head.stats();
        return new CollectorStatus.Head(
                config.head().window().toSeconds(),
                stats.series(),
                stats.samples(),
                stats.bytes(),
                stats.completeFromMillis().orElse(0) / 1000);
    }
}
