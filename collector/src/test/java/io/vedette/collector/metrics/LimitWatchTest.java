package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LimitWatchTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsWhatIsRefusedByTheLimitAndTheOneWhoMetIt() {
        Head head = new Head(new HeadLimits(Duration.ofHours(1), 1 << 20, 100, 5, 3));
        LimitWatch watch = new LimitWatch(head, () -> Instant.EPOCH, meters);
        watch.look();
        for (int i = 0; i < 4; i++) {
            head.append(Labels.of("__name__", "wide", "instance", "n" + i), 1, 1);
        }
        watch.look();
        for (int i = 0; i < 7; i++) {
            head.append(Labels.of("__name__", "m" + i, "instance", "n9"), 1, 1);
        }
        watch.look();
        head.append(Labels.of("__name__", "m7", "instance", "n9"), 1, 1);
        watch.look();

        assertThat(limited("series_per_metric", "wide")).isEqualTo(1);
        assertThat(limited("series_per_instance", "n9")).isEqualTo(3);
        assertThat(head.refusals())
                .extracting(refusal -> LimitWatch.reason(refusal, head.limits()))
                .anyMatch(reason -> reason.startsWith("instance \"n9\" has more than 5 series; "))
                .anyMatch(reason -> reason.startsWith("metric \"wide\" has more than 3 series; "));
    }

    @Test
    void namesNoMoreOffendersThanAMetricShouldHave() {
        Head head = new Head(new HeadLimits(Duration.ofHours(1), 1 << 20, 10_000, 1, 10_000));
        LimitWatch watch = new LimitWatch(head, () -> Instant.EPOCH, meters);
        for (int i = 0; i < 200; i++) {
            head.append(Labels.of("__name__", "a", "instance", "n" + i), 1, 1);
            head.append(Labels.of("__name__", "b", "instance", "n" + i), 1, 1);
        }
        watch.look();
        assertThat(meters.getMeters()).hasSize(51);
        assertThat(limited("series_per_instance", "(others)")).isEqualTo(150);
        Function<Meter, Double> count =
                meter -> meter.measure().iterator().next().getValue();
        assertThat(meters.getMeters().stream().map(count).mapToDouble(d -> d).sum())
                .isEqualTo(200);
    }

    private double limited(String limit, String offender) {
        return meters.get("vedette_head_limited_samples_total")
                .tag("limit", limit)
                .tag("offender", offender)
                .counter()
                .count();
    }
}
