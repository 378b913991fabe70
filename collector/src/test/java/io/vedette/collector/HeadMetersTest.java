package io.vedette.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class HeadMetersTest {
    @Test
    void goOnTellingWhenNobodyHoldsTheObjectThatMadeThem() {
        Head head = new Head(HeadLimits.DEFAULT);
        head.append(Labels.of("__name__", "up"), 1, 1);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new HeadMeters(head, () -> 0).bindTo(meters);
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        while (garbage.get() != null) {
            System.gc();
        }
        assertThat(meters.get("vedette_head_series").gauge().value()).isEqualTo(1);
        assertThat(meters.get("vedette_head_samples").gauge().value()).isEqualTo(1);
        assertThat(meters.get("vedette_head_evicted_chunks_total")
                        .functionCounter()
                        .count())
                .isZero();
    }
}
