package io.vedette.collector.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final RandomGenerator STEADY = () -> -1L;

    @Test
    void doublesUpToALimitAndBeginsAnewAfterSuccess() {
        BackOff backOff = new BackOff(STEADY);

        assertThat(backOff.next()).isBetween(Duration.ofMillis(199), Duration.ofMillis(200));
        assertThat(backOff.next()).isBetween(Duration.ofMillis(399), Duration.ofMillis(400));
        for (int i = 0; i < 100; i++) {
            assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofSeconds(15));
        }
        backOff.reset();
        assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
