package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.prometheus.HostileWrites;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.head.HeadStats;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Records of the metrics topic that anyone may have written. A short run is part of the build;
 * {@code -Dvedette.fuzz.rounds=N} makes it longer, {@code -Dvedette.fuzz.seed=N} repeats one.
 */
class HostileRecordsTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final long MAX_BYTES = 1 << 20;

    private final long seed = Long.getLong("vedette.fuzz.seed", System.nanoTime());
    private final int rounds = Integer.getInteger("vedette.fuzz.rounds", 5_000);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Head head = new Head(new HeadLimits(Duration.ofHours(1), MAX_BYTES, 2_000, 500, 500));
    private final SampleIntake intake = new SampleIntake(
            head,
            new AgentPresence(head, 3_600_000, 10, meters),
            new MetricMetadata(10),
            MetricsSettings.forWindow(Duration.ofHours(1)),
            () -> Instant.ofEpochMilli(NOW),
            meters);

    @Test
    void whateverIsInARecordTheNextGoodOneIsTakenInAndMemoryIsBounded() throws Exception {
        HostileWrites hostile = new HostileWrites(seed);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            long now = NOW + 1_000L * round;
            try {
                intake.take(hostile.next(now), now, true);
            } catch (MalformedRecordException e) {
                refused++;
                assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).{10,}");
            }
            intake.take(HostileWrites.good("decent", 1, now), now, true);
            if (round % 500 == 499) {
                head.truncate(now - 3_600_000);
                assertThat(head.stats().bytes()).as("seed %d", seed).isLessThan(MAX_BYTES + MAX_BYTES / 4);
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(rounds / 10, rounds);
        List<Series> decent = head.select(
                List.of(LabelMatcher.equal("__name__", "good"), LabelMatcher.equal("instance", "decent")),
                0,
                Long.MAX_VALUE);
        SampleBuffer samples = new SampleBuffer();
        decent.get(0).read(NOW + 1_000L * (rounds - 100), Long.MAX_VALUE, samples);
        assertThat(samples.size()).as("seed %d", seed).isEqualTo(100);
        HeadStats stats = head.stats();
        System.out.println("hostile records: seed " + seed + ", " + refused + " of " + rounds + " refused, head "
                + stats.bytes() + " bytes, " + stats.appended());
    }
}
