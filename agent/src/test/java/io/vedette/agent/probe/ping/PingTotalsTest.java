package io.vedette.agent.probe.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class PingTotalsTest {
    private static final OptionalDouble LOST = OptionalDouble.empty();

    @Test
    void tellsLossMeanAndJitterOfTheLastRunAndSumsOfAll() {
        PingTotals totals = new PingTotals();
        totals.add(List.of(OptionalDouble.of(0.001), LOST, OptionalDouble.of(0.003), OptionalDouble.of(0.002)));
        assertThat(totals.lossRatio()).isEqualTo(0.25);
        assertThat(totals.meanSeconds().orElseThrow()).isCloseTo(0.002, Assertions.within(1e-12));
        assertThat(totals.jitterSeconds().orElseThrow()).isCloseTo(0.0015, Assertions.within(1e-12));
        totals.add(List.of(LOST, LOST));
        assertThat(totals.lossRatio()).isEqualTo(1);
        assertThat(totals.meanSeconds()).isEmpty();
        assertThat(totals.jitterSeconds()).isEmpty();
        assertThat(totals.requests()).isEqualTo(6);
        assertThat(totals.sumSeconds()).isCloseTo(0.006, Assertions.within(1e-12));
    }

    @Test
    void hasAnEdgeAtExactlyFiveMilliseconds() {
        PingTotals totals = new PingTotals();
        totals.add(List.of(OptionalDouble.of(0.005), OptionalDouble.of(Math.nextUp(0.005)), OptionalDouble.of(9)));
        assertThat(PingTotals.BOUNDS).contains(0.005);
        assertThat(totals.buckets()[7]).isEqualTo(1);
        assertThat(totals.buckets()[8]).isEqualTo(1);
        assertThat(totals.buckets()[PingTotals.BOUNDS.length]).isEqualTo(1);
    }
}
