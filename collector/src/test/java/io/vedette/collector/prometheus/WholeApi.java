package io.vedette.collector.prometheus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.metrics.MetricMetadata;
import io.vedette.collector.metrics.RebuildProgress;
import io.vedette.collector.serve.Door;
import io.vedette.rules.group.GroupSnapshot;
import io.vedette.rules.head.Head;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The doors of the Prometheus API that need no Kafka, over a head. */
final class WholeApi {
    private WholeApi() {}

    static Door[] doors(Head head, InstantSource clock, Supplier<List<GroupSnapshot>> groups) {
        return doors(head, clock, groups, QueryRunner.Settings.DEFAULT);
    }

    static Door[] doors(
            Head head, InstantSource clock, Supplier<List<GroupSnapshot>> groups, QueryRunner.Settings settings) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        QueryRunner runner = new QueryRunner(head, settings, System::nanoTime, meters);
        MetricMetadata metadata = new MetricMetadata(10);
        ServerFacts facts = new ServerFacts(
                "1.2.3",
                "host",
                clock.instant(),
                Duration.ofHours(6),
                "cluster: default\n",
                new TreeMap<>(Map.of("query.timeout", "2m")),
                clock::instant,
                () -> false);
        return new Door[] {
            new CorsDoor(),
            new QueryDoor(runner, clock, System::nanoTime),
            new ExpressionDoor(),
            new SeriesDoor(head),
            new MetadataDoor(metadata),
            new RulesDoor(groups),
            new TargetsDoor(new AgentList(head, Duration.ofMinutes(5), clock), head, metadata),
            new FederateDoor(head, Duration.ofMinutes(5), clock),
            new StatusDoor(facts, head, () -> new RebuildProgress(RebuildProgress.State.REBUILDING, 3, 5), clock),
            new FeaturesDoor(),
            new AbsentDoor()
        };
    }
}
