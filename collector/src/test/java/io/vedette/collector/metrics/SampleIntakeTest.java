package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.MetricType;
import io.vedette.protocol.metrics.WriteRequestWriter;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.LabelMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleIntakeTest {
    private static final long NOW = 1_000_000;

    private final Head head = new Head(HeadLimits.DEFAULT);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MetricMetadata metadata = new MetricMetadata(1);
    private final AgentPresence presence = new AgentPresence(head, 3_600_000, 10, meters);
    private final SampleIntake intake =
            new SampleIntake(head, presence, metadata, MetricsSettings.forWindow(Duration.ofHours(1)), meters);
    private final WriteRequestWriter request = new WriteRequestWriter();

    @Test
    void aSampleOfAnAgentIsASignOfLife() throws Exception {
        take(Map.of("job", "node", "instance", "a", "cluster", "c"), true);
        assertThat(select("up")).isEqualTo(1);
    }

    @Test
    void whatCollectorsSayOfANodeIsNone() throws Exception {
        take(Map.of("job", "node", "instance", "a", "cluster", "c", "collector", "x"), true);
        take(Map.of("job", "node", "instance", "b", "cluster", "c"), false);
        take(Map.of("job", "other", "instance", "c", "cluster", "c"), true);
        take(Map.of("job", "node", "cluster", "c"), true);
        assertThat(select("up")).isZero();
        assertThat(select("m")).isEqualTo(4);
    }

    @Test
    void anAgentThatWasForgottenIsKnownAgainWhenItComesBack() throws Exception {
        Map<String, String> labels = Map.of("job", "node", "instance", "a", "cluster", "c");
        take(labels, true);
        presence.silentUntil(NOW + 3_600_001);
        request.reset();
        request.sample(EncodedLabels.of("m", labels), NOW + 4_000_000, 1);
        intake.take(request.toByteArray(), NOW + 4_000_000, true);
        presence.silentUntil(NOW + 4_000_000);
        assertThat(meters.get("vedette_metrics_agents").gauge().value()).isEqualTo(1);
    }

    @Test
    void metadataIsKeptUpToALimit() throws Exception {
        request.reset();
        request.metadata("a", MetricType.COUNTER, "help", "bytes");
        request.metadata("b", MetricType.GAUGE, "help", "");
        request.metadata("a", MetricType.GAUGE, "newer", "");
        intake.take(request.toByteArray(), NOW, true);
        assertThat(metadata.all())
                .containsOnly(Map.entry("a", new MetricMetadata.Metadata(MetricType.GAUGE, "newer", "")));
    }

    private void take(Map<String, String> labels, boolean signOfLife) throws Exception {
        request.reset();
        request.sample(EncodedLabels.of("m", labels), NOW, 1);
        intake.take(request.toByteArray(), NOW, signOfLife);
    }

    private int select(String metric) {
        return head.select(List.of(LabelMatcher.equal("__name__", metric)), 0, Long.MAX_VALUE)
                .size();
    }
}
