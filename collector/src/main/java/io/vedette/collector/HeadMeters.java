package io.vedette.collector;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadStats;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How full the head is. Counting holds appending up for a moment, so one count serves all meters of a scrape.
 *
 * <p>A registry holds what its meters look at weakly, so they look at the head, which lives, and not at this object.
 */
final class HeadMeters implements MeterBinder {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Head head;
    private final LongSupplier nanos;
    private @Nullable HeadStats counted;
    private long countedNanos;

    /** @param nanos elapsed time in nanoseconds */
    HeadMeters(Head head, LongSupplier nanos) {
        this.head = head;
        this.nanos = nanos;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("vedette_head_series", head, ignored -> stats().series())
                .description("Series in memory.")
                .register(meters);
        Gauge.builder("vedette_head_samples", head, ignored -> stats().samples())
                .description("Samples in memory.")
                .register(meters);
        Gauge.builder("vedette_head_size_bytes", head, ignored -> stats().bytes())
                .description("Memory for samples and their index, estimated.")
                .register(meters);
        Gauge.builder("vedette_head_limit_bytes", head, self -> self.limits().maxBytes())
                .description("Memory that samples and their index may take.")
                .register(meters);
        FunctionCounter.builder("vedette_head_evicted_chunks_total", head, ignored -> stats().evictedChunks())
                .description("Chunks dropped before their time because the memory was used up.")
                .register(meters);
    }

    private synchronized HeadStats stats() {
        long now = nanos.getAsLong();
        HeadStats known = counted;
        if (known == null || now - countedNanos > FRESH_NANOS) {
            known = head.stats();
            counted = known;
            countedNanos = now;
        }
        return known;
    }
}
