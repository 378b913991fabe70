package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private static final Instant T = Instant.parse("2026-11-23T10:00:00Z");

    private final Watermark watermark = new Watermark(MetricsSettings.forWindow(Duration.ofHours(6)));

    @Test
    void followsTheClockByTheAllowedDelay() {
        step(T);
        assertThat(watermark.completeUntil()).isEqualTo(T.minusSeconds(2));
        step(T.plusSeconds(1));
        assertThat(watermark.completeUntil()).isEqualTo(T.minusSeconds(1));
    }

    @Test
    void standsStillAfterAnOutageUntilAgentsHadTimeToDeliver() {
        step(T);
        for (int second = 60; second < 90; second++) {
            step(T.plusSeconds(second));
        }
        assertThat(watermark.completeUntil()).isEqualTo(T.minusSeconds(2));
        step(T.plusSeconds(90));
        assertThat(watermark.completeUntil()).isEqualTo(T.plusSeconds(88));
    }

    @Test
    void neverGoesBackWithTheClock() {
        step(T);
        step(T.minusSeconds(30));
        assertThat(watermark.completeUntil()).isEqualTo(T.minusSeconds(2));
    }

    @Test
    void waitingEndsWhenTheInstantIsReached() throws Exception {
        Thread stepper = new Thread(() -> step(T));
        stepper.start();
        assertThat(watermark.awaitComplete(T.minusSeconds(2), Duration.ofSeconds(60)))
                .isTrue();
        assertThat(watermark.awaitComplete(T, Duration.ofMillis(1))).isFalse();
        stepper.join();
    }

    private void step(Instant now) {
        watermark.contact(now);
        watermark.publish(watermark.reached(now));
    }
}
