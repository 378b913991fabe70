package io.vedette.collector.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final Throttle throttle = new Throttle(2, () -> now);

    @Test
    void holdsBackWhatIsTooMuchInAMinuteAndTellsHowManyWithTheNextThatIsSaid() {
        assertThat(throttle.held()).isZero();
        assertThat(throttle.held()).isZero();
        assertThat(throttle.held()).isEqualTo(-1);
        now = now.plusSeconds(59);
        assertThat(throttle.held()).isEqualTo(-1);
        now = now.plusSeconds(1);
        assertThat(throttle.held()).isEqualTo(2);
        assertThat(throttle.held()).isZero();
    }

    @Test
    void isNotSilencedByAClockThatIsSetBack() {
        throttle.held();
        throttle.held();
        now = now.minusSeconds(86_400);
        assertThat(throttle.held()).isZero();
    }
}
