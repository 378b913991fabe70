package io.vedette.collector.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.throttle.Throttle;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.MetricType;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.Head.Appended;
import io.vedette.rules.head.SeriesRef;
import io.vedette.rules.labels.Labels;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the samples of write requests into the head and tells {@link AgentPresence} of them.
 *
 * <p>Not safe for use by several threads.
 */
final class SampleIntake {
    /** The metric by which an agent says how often it sends. */
    static final String INTERVAL_METRIC = "vedette_agent_interval_seconds";

    /** The label that tells which collector made a series of a node. */
    private static final String COLLECTOR_LABEL = "collector";

    /** An agent's batch this much older than its last one means that its clock was set back. */
    private static final long SET_BACK_MILLIS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(SampleIntake.class);
    private static final int WARNINGS_A_MINUTE = 5;

    private final Head head;
    private final AgentPresence presence;
    private final MetricMetadata metadata;
    private final long farFutureMillis;
    private final SeriesCache<Known> cache;
    private final WriteRequestReader reader = new WriteRequestReader();
    private final Map<Appended, Counter> outcomes = new EnumMap<>(Appended.class);
    private final Counter future;
    private final Counter skipped;
    private final Counter setBack;
    private final Counter setForward;
    private final Throttle clockWarnings;

    /** What is known of a series that was met before. */
    private static final class Known {
        private final SeriesRef ref;
        private final boolean ofAgent;
        private final boolean interval;
        private AgentPresence.@Nullable Agent agent;

        private Known(SeriesRef ref) {
            Labels labels = ref.labels();
            this.ref = ref;
            // What a collector says of a node, such as the lines it counted, goes on when the node is dead.
            this.ofAgent = labels.get("job").equals("node")
                    && !labels.get("instance").isEmpty()
                    && !labels.has(COLLECTOR_LABEL);
            this.interval = labels.metric().equals(INTERVAL_METRIC);
        }
    }

    SampleIntake(
            Head head,
            AgentPresence presence,
            MetricMetadata metadata,
            MetricsSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.head = head;
        this.presence = presence;
        this.metadata = metadata;
        this.farFutureMillis = settings.farFuture().toMillis();
        this.cache = new SeriesCache<>(settings.maxSeriesKnown());
        for (Appended outcome : Appended.values()) {
            outcomes.put(outcome, samples(outcome.name().toLowerCase(Locale.ROOT), meters));
        }
        this.future = samples("future", meters);
        this.skipped = Counter.builder("vedette_metrics_unsupported_total")
                .description("Histograms and exemplars that were passed over.")
                .register(meters);
        this.setBack = clockJumps("back", meters);
        this.setForward = clockJumps("forward", meters);
        this.clockWarnings = new Throttle(WARNINGS_A_MINUTE, clock);
    }

    private static Counter samples(String outcome, MeterRegistry meters) {
        return Counter.builder("vedette_metrics_samples_total")
                .description("Samples read, by what became of them.")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static Counter clockJumps(String direction, MeterRegistry meters) {
        return Counter.builder("vedette_metrics_clock_jumps_total")
                .description("Records whose times show that the sender's clock is wrong.")
                .tag("direction", direction)
                .register(meters);
    }

    /**
     * Takes a record's samples in.
     *
     * @param nowMillis the wall clock, to know what is far in the future
     * @param signOfLife whether the samples come from agents; results of rules carry the labels of nodes, too, and must
     *     not be taken for signs of life: an alert that a node is silent would end itself
     * @throws MalformedRecordException if it is no write request, and what came before the fault has been taken in; or
     *     if some series cannot be understood, and all others have been taken in
     */
    void take(byte[] request, long nowMillis, boolean signOfLife) throws MalformedRecordException {
        Visitor visitor = new Visitor(nowMillis + farFutureMillis, signOfLife);
        reader.read(request, visitor);
        visitor.countJumps();
        if (visitor.firstFault != null) {
            throw new MalformedRecordException(
                    visitor.refusedSeries + " series left out: " + visitor.firstFault.getMessage(), visitor.firstFault);
        }
    }

    private Known know(SeriesLabels encoded) throws MalformedRecordException {
        Known known = new Known(head.ref(Labels.ofSorted(encoded.decode(), encoded.length())));
        known.agent = agent(known);
        return known;
    }

    private AgentPresence.@Nullable Agent agent(Known known) {
        Labels labels = known.ref.labels();
        return known.ofAgent ? presence.agent(labels.get("instance"), labels.get("cluster")) : null;
    }

    private final class Visitor implements WriteRequestVisitor {
        private final long latestMillis;
        private final boolean signOfLife;
        private @Nullable Known series;
        private @Nullable Known furthest;
        private long furthestMillis;
        private @Nullable Known setBackOf;
        private long setBackByMillis;
        private int refusedSeries;
        private @Nullable MalformedRecordException firstFault;

        private Visitor(long latestMillis, boolean signOfLife) {
            this.latestMillis = latestMillis;
            this.signOfLife = signOfLife;
        }

        @Override
        public void series(SeriesLabels labels) throws MalformedRecordException {
            series = cache.get(labels, SampleIntake.this::know);
        }

        @Override
        public void refused(MalformedRecordException fault) {
            refusedSeries++;
            if (firstFault == null) {
                firstFault = fault;
            }
        }

        @Override
        public void sample(long timestampMillis, double value) {
            Known known = series;
            if (known == null) {
                throw new IllegalStateException("cannot happen: a sample before its series");
            }
            if (timestampMillis > latestMillis) {
                if (furthest == null || timestampMillis > furthestMillis) {
                    furthest = known;
                    furthestMillis = timestampMillis;
                }
                future.increment();
                return;
            }
            if (known.agent != null && signOfLife) {
                seen(known, known.agent, timestampMillis, value);
            }
            Counter counter = outcomes.get(head.append(known.ref, timestampMillis, value));
            if (counter != null) {
                counter.increment();
            }
        }

        private void seen(Known known, AgentPresence.Agent remembered, long timestampMillis, double value) {
            AgentPresence.Agent agent = remembered;
            if (agent.isForgotten()) {
                known.agent = agent(known);
                if (known.agent == null) {
                    return;
                }
                agent = known.agent;
            }
            if (setBackOf == null && timestampMillis + SET_BACK_MILLIS < agent.lastMillis()) {
                long byMillis = agent.lastMillis() - timestampMillis;
                setBackOf = known;
                setBackByMillis = byMillis < 0 ? Long.MAX_VALUE : byMillis; // ages apart it overflows
            }
            agent.seen(timestampMillis);
            if (known.interval) {
                agent.interval(value);
            }
        }

        @Override
        public void metadata(String family, MetricType type, String help, String unit) {
            metadata.put(family, type, help, unit);
        }

        @Override
        public void skipped(String what) {
            skipped.increment();
        }

        private void countJumps() {
            if (furthest != null) {
                setForward.increment();
                warn(furthest, "ahead of this machine's", furthestMillis - (latestMillis - farFutureMillis));
            }
            if (setBackOf != null) {
                setBack.increment();
                warn(setBackOf, "behind its own last time", setBackByMillis);
            }
        }

        private void warn(Known of, String how, long byMillis) {
            long heldBack = clockWarnings.held();
            if (heldBack >= 0) {
                LOG.warn(
                        "the clock of instance \"{}\" is {} s {}: its samples are refused until the times fit; look at"
                                + " its time service{}",
                        of.ref.labels().get("instance"),
                        byMillis / 1000,
                        how,
                        heldBack == 0 ? "" : " (and " + heldBack + " warnings like this before it, not shown)");
            }
        }
    }
}
