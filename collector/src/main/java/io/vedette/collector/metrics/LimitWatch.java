package io.vedette.collector.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.throttle.Throttle;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.head.HeadStats.Limit;
import io.vedette.rules.head.HeadStats.Refusal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who has so many series that the head refuses more: in a metric and, some times a minute, in the log.
 *
 * <p>Not safe for use by several threads.
 */
final class LimitWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LimitWatch.class);
    /** Offenders' names come from outside: further ones are counted together. */
    private static final int MAX_NAMED = 50;

    private static final String OTHERS = "(others)";
    private static final int WARNINGS_A_MINUTE = 5;

    private record Offender(Limit limit, String name) {}

    private final Head head;
    private final MeterRegistry meters;
    private final Throttle warnings;
    private final Map<Offender, Long> seen = new HashMap<>();
    private final Map<Offender, Counter> counters = new HashMap<>();

    LimitWatch(Head head, InstantSource clock, MeterRegistry meters) {
        this.head = head;
        this.meters = meters;
        this.warnings = new Throttle(WARNINGS_A_MINUTE, clock);
    }

    /** Looks who met a limit since the last time. */
    void look() {
        for (Refusal refusal : head.refusals()) {
            Offender offender = new Offender(refusal.limit(), refusal.name());
            long before = seen.getOrDefault(offender, 0L);
            if (refusal.samples() > before) {
                // No more than the head tells apart itself.
                seen.put(offender, refusal.samples());
                counter(offender).increment(refusal.samples() - before);
                warn(refusal, refusal.samples() - before);
            }
        }
    }

    private Counter counter(Offender offender) {
        boolean named = counters.containsKey(offender) || counters.size() < MAX_NAMED;
        Offender shown = named ? offender : new Offender(offender.limit(), OTHERS);
        return counters.computeIfAbsent(
                shown,
                key -> Counter.builder("vedette_head_limited_samples_total")
                        .description("Samples refused as there are too many series, by the limit and who met it.")
                        .tag("limit", key.limit().name().toLowerCase(Locale.ROOT))
                        .tag("offender", key.name())
                        .register(meters));
    }

    private void warn(Refusal refusal, long samples) {
        long heldBack = warnings.held();
        if (heldBack >= 0) {
            LOG.warn(
                    "{}: {} samples refused{}",
                    reason(refusal, head.limits()),
                    samples,
                    heldBack == 0 ? "" : " (and " + heldBack + " warnings like this before it, not shown)");
        }
    }

    static String reason(Refusal refusal, HeadLimits limits) {
        String name = "\"" + refusal.name() + "\"";
        return switch (refusal.limit()) {
            case SERIES_PER_INSTANCE ->
                "instance " + name + " has more than " + limits.maxSeriesPerInstance()
                        + " series; see what it sends too much of, or raise head.max_series_per_instance";
            case SERIES_PER_METRIC ->
                "metric " + name + " has more than " + limits.maxSeriesPerMetric()
                        + " series; take away the label that has so many values, or raise head.max_series_per_metric";
            case SERIES ->
                "there are more than " + limits.maxSeries() + " series, no room for more of metric " + name
                        + "; raise head.max_series";
            case BYTES ->
                "the head takes more than " + limits.maxBytes() + " bytes, no room for more series of metric " + name
                        + "; raise head.max_size";
        };
    }
}
