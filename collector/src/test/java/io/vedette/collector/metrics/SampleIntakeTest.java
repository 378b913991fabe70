package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.MetricType;
import io.vedette.protocol.metrics.WriteRequestWriter;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.LabelMatcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleIntakeTest {
    private static final long NOW = 1_000_000;

    private final Head head = new Head(HeadLimits.DEFAULT);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MetricMetadata metadata = new MetricMetadata(1);
    private final AgentPresence presence = new AgentPresence(head, 3_600_000, 10, meters);
    private final SampleIntake intake = new SampleIntake(
            head,
            presence,
            metadata,
            MetricsSettings.forWindow(Duration.ofHours(1)),
            () -> Instant.ofEpochMilli(NOW),
            meters);
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

    @Test
    void aNodeWhoseClockIsAheadDisturbsNobodyButItself() throws Exception {
        long year = 365L * 86_400_000;
        for (long ahead : new long[] {3_600_000, 10 * year, Long.MAX_VALUE - NOW}) {
            send("wrong", NOW + ahead);
        }
        for (int i = 0; i < 10; i++) {
            send("right", NOW + i * 15_000);
        }
        presence.silentUntil(NOW + 150_000);
        head.truncate(NOW - 3_600_000);

        assertThat(select("m")).isEqualTo(1);
        assertThat(samples("stored")).isEqualTo(10);
        assertThat(samples("future")).isEqualTo(3);
        assertThat(jumps("forward")).isEqualTo(3);
        assertThat(head.stats().completeFromMillis()).hasValue(NOW);
    }

    @Test
    void aNodeWhoseClockIsSetBackIsCountedAndGoesOnWhenItsTimesFitAgain() throws Exception {
        send("n", NOW);
        send("n", NOW - 120_000);
        send("n", Long.MIN_VALUE);
        send("n", NOW + 15_000);

        assertThat(samples("stored")).isEqualTo(2);
        assertThat(samples("out_of_order")).isEqualTo(2);
        assertThat(jumps("back")).isEqualTo(2);
    }

    @Test
    void takesTheOtherSeriesOfARecordInWhichOneCannotBeUnderstood() {
        request.reset();
        request.sample(EncodedLabels.of("a", Map.of("instance", "n")), NOW, 1);
        int end = request.sizeBytes();
        request.sample(EncodedLabels.of("b", Map.of("instance", "n")), NOW, 1);
        request.sample(EncodedLabels.of("c", Map.of("instance", "n")), NOW, 1);
        byte[] damaged = request.toByteArray();
        damaged[new String(damaged, StandardCharsets.ISO_8859_1).indexOf("instance", end)] = (byte) 0xC0;

        assertThatThrownBy(() -> intake.take(damaged, NOW, true))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("1 series left out: a label that is not UTF-8");
        assertThat(select("a")).isEqualTo(1);
        assertThat(select("b")).isZero();
        assertThat(select("c")).isEqualTo(1);
    }

    private void send(String instance, long timestampMillis) throws Exception {
        request.reset();
        request.sample(
                EncodedLabels.of("m", Map.of("job", "node", "instance", instance, "cluster", "c")), timestampMillis, 1);
        intake.take(request.toByteArray(), NOW, true);
    }

    private double samples(String outcome) {
        return meters.get("vedette_metrics_samples_total")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double jumps(String direction) {
        return meters.get("vedette_metrics_clock_jumps_total")
                .tag("direction", direction)
                .counter()
                .count();
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
