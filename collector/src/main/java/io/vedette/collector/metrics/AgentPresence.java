package io.vedette.collector.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.SeriesRef;
import io.vedette.rules.labels.Labels;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the series {@code up} of each agent from the times in its samples: 1 at each batch; 0 from two intervals after
 * a batch that nothing followed, then at each further interval. Between two batches this depends on nothing but their
 * times, so that reading the topic again gives the same series; after the last batch the time handed in decides.
 *
 * <p>An agent that was silent for longer than the head's window is forgotten.
 *
 * <p>Not safe for use by several threads.
 */
final class AgentPresence {
    static final long DEFAULT_INTERVAL_MILLIS = 15_000;

    private static final long LEAST_INTERVAL_MILLIS = 1_000;
    private static final long LONGEST_INTERVAL_MILLIS = 3_600_000;
    private static final int SILENT_INTERVALS = 2;

    private final Head head;
    private final long windowMillis;
    private final int maxAgents;
    private final Map<Labels, Agent> agents = new HashMap<>();
    private final Counter refused;
    /** Read by the thread that gathers meters. */
    private volatile int watched;

    AgentPresence(Head head, long windowMillis, int maxAgents, MeterRegistry meters) {
        this.head = head;
        this.windowMillis = windowMillis;
        this.maxAgents = maxAgents;
        this.refused = Counter.builder("vedette_metrics_agents_refused_total")
                .description("Agents without a series up, as there are too many.")
                .register(meters);
        Gauge.builder("vedette_metrics_agents", this, presence -> presence.watched)
                .description("Agents heard of within the head's window.")
                .register(meters);
    }

    /** What is known of one agent. */
    final class Agent {
        private final SeriesRef up;
        private long lastMillis = Long.MIN_VALUE;
        /** When the next 0 is due, if no batch comes before. */
        private long absentMillis = Long.MAX_VALUE;

        private long intervalMillis = DEFAULT_INTERVAL_MILLIS;
        private boolean forgotten;

        private Agent(Labels up) {
            this.up = head.loneRef(up); // it is 0 at times when the node has no samples
        }

        /** A sample of this agent was seen; of one batch the first counts. */
        void seen(long timestampMillis) {
            if (timestampMillis <= lastMillis) {
                return;
            }
            silentUntil(timestampMillis - 1);
            head.append(up, timestampMillis, 1);
            lastMillis = timestampMillis;
            absentMillis = timestampMillis + SILENT_INTERVALS * intervalMillis;
        }

        /** The agent says how often it sends; counts from its newest batch on. */
        void interval(double seconds) {
            if (seconds > 0) {
                intervalMillis =
                        Math.round(Math.min(LONGEST_INTERVAL_MILLIS, Math.max(LEAST_INTERVAL_MILLIS, seconds * 1000)));
                if (lastMillis != Long.MIN_VALUE) {
                    absentMillis = lastMillis + SILENT_INTERVALS * intervalMillis;
                }
            }
        }

        /** Whether this object counts no more; ask for the agent anew. */
        boolean isForgotten() {
            return forgotten;
        }

        /** Time of the newest batch, milliseconds since the Unix epoch. */
        long lastMillis() {
            return lastMillis;
        }

        private void silentUntil(long untilMillis) {
            // Beyond the window the head would refuse them, and a batch that follows a long silence would take long.
            long end = Math.min(untilMillis, lastMillis + windowMillis);
            for (; absentMillis <= end; absentMillis += intervalMillis) {
                head.append(up, absentMillis, 0);
            }
        }
    }

    /**
     * The agent of a name, known from now on.
     *
     * @return null if there are too many
     */
    @Nullable
    Agent agent(String instance, String cluster) {
        Labels up = Labels.of(Labels.NAME, "up", "job", "node", "instance", instance, "cluster", cluster);
        Agent known = agents.get(up);
        if (known != null) {
            return known;
        }
        if (agents.size() >= maxAgents) {
            refused.increment();
            return null;
        }
        Agent fresh = new Agent(up);
        agents.put(up, fresh);
        return fresh;
    }

    /** Nothing up to this time is still to come: who was silent is absent; who was so for long is forgotten. */
    void silentUntil(long untilMillis) {
        for (Iterator<Agent> all = agents.values().iterator(); all.hasNext(); ) {
            Agent agent = all.next();
            agent.silentUntil(untilMillis);
            if (agent.lastMillis < untilMillis - windowMillis) {
                agent.forgotten = true;
                all.remove();
            }
        }
        watched = agents.size();
    }
}
