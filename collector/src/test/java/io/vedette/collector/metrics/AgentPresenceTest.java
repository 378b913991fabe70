package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.metrics.AgentPresence.Agent;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class AgentPresenceTest {
    private static final long WINDOW = 600_000;

    private final Head head = new Head(HeadLimits.DEFAULT);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AgentPresence presence = new AgentPresence(head, WINDOW, 2, meters);

    @Test
    void isOneAtEachBatch() {
        Agent agent = agent("a");
        agent.seen(1_000);
        agent.seen(1_000);
        agent.seen(16_000);
        assertThat(up("a")).isEqualTo("1000=1 16000=1");
    }

    @Test
    void isZeroFromTwoIntervalsAfterABatchThatNothingFollowed() {
        Agent agent = agent("a");
        agent.seen(1_000);
        presence.silentUntil(30_999);
        assertThat(up("a")).isEqualTo("1000=1");
        presence.silentUntil(31_000);
        presence.silentUntil(46_500);
        assertThat(up("a")).isEqualTo("1000=1 31000=0 46000=0");
    }

    @Test
    void aGapReadAtOnceGivesTheSameSeriesAsOneThatWasWaitedThrough() {
        Agent watched = agent("a");
        watched.seen(1_000);
        for (long time = 1_000; time < 100_000; time += 700) {
            presence.silentUntil(time);
        }
        watched.seen(100_000);

        Agent readLater = agent("b");
        readLater.seen(1_000);
        readLater.seen(100_000);

        assertThat(up("b"))
                .isEqualTo(up("a"))
                .startsWith("1000=1 31000=0 46000=0")
                .endsWith("91000=0 100000=1");
    }

    @Test
    void theIntervalIsTheOneTheAgentTells() {
        Agent agent = agent("a");
        agent.seen(1_000);
        agent.interval(5);
        presence.silentUntil(17_000);
        assertThat(up("a")).isEqualTo("1000=1 11000=0 16000=0");
    }

    @Test
    void anIntervalThatMakesNoSenseIsNotTaken() {
        Agent agent = agent("a");
        agent.seen(1_000);
        agent.interval(0);
        agent.interval(Double.NaN);
        agent.interval(-3);
        presence.silentUntil(31_000);
        assertThat(up("a")).isEqualTo("1000=1 31000=0");
    }

    @Test
    void anAgentThatLeftForGoodIsForgottenAfterTheWindow() {
        Agent agent = agent("a");
        agent.seen(1_000);
        presence.silentUntil(1_000 + WINDOW);
        assertThat(agent.isForgotten()).isFalse();
        presence.silentUntil(1_000 + WINDOW + 1);
        assertThat(agent.isForgotten()).isTrue();
        int before = up("a").length();
        presence.silentUntil(10 * WINDOW);
        assertThat(up("a")).hasSize(before);
    }

    @Test
    void thereAreNoMoreAgentsThanAllowed() {
        agent("a").seen(1_000);
        agent("b").seen(1_000);
        assertThat(presence.agent("c", "x")).isNull();
        assertThat(presence.agent("a", "x")).isNotNull();
        assertThat(meters.counter("vedette_metrics_agents_refused_total").count())
                .isEqualTo(1);
    }

    private Agent agent(String instance) {
        return Objects.requireNonNull(presence.agent(instance, "x"));
    }

    private String up(String instance) {
        List<Series> found = head.select(
                List.of(LabelMatcher.equal("__name__", "up"), LabelMatcher.equal("instance", instance)),
                0,
                Long.MAX_VALUE);
        SampleBuffer samples = new SampleBuffer();
        found.forEach(series -> series.read(0, Long.MAX_VALUE, samples));
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < samples.size(); i++) {
            text.add(samples.timestampMillis(i) + "=" + (int) samples.value(i));
        }
        return text.toString();
    }
}
