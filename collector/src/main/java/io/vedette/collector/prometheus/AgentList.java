package io.vedette.collector.prometheus;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.StaleMarker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The agents that were heard of lately, by their series {@code up}. Safe for use by any thread. */
public final class AgentList {
    private final SeriesSource source;
    private final Duration lookback;
    private final InstantSource clock;

    /**
     * An agent, or whatever else sends a series {@code up}.
     *
     * @param labels without the metric's name
     * @param up whether it sends
     * @param lastSample time of the newest sample of its series {@code up}
     */
    public record Agent(Labels labels, boolean up, Instant lastSample) {
        /** What it is for: {@code node} for agents. */
        public String job() {
            return labels.get("job");
        }

        /** Its name. */
        public String instance() {
            return labels.get("instance");
        }
    }

    /** @param lookback how long one that sends nothing stays in the list */
    public AgentList(SeriesSource source, Duration lookback, InstantSource clock) {
        this.source = source;
        this.lookback = lookback;
        this.clock = clock;
    }

    /** The agents, by job and name. */
    public List<Agent> agents() {
        long now = clock.millis();
        long earliest = now - lookback.toMillis();
        List<Agent> agents = new ArrayList<>();
        SampleBuffer samples = new SampleBuffer();
        for (Series series : source.select(List.of(LabelMatcher.equal(Labels.NAME, "up")), earliest, now)) {
            samples.clear();
            series.read(earliest, now, samples);
            int last = samples.size() - 1;
            if (last >= 0 && !StaleMarker.is(samples.value(last))) {
                agents.add(new Agent(
                        series.labels().filter(name -> !name.equals(Labels.NAME)),
                        samples.value(last) == 1,
                        Instant.ofEpochMilli(samples.timestampMillis(last))));
            }
        }
        agents.sort(Comparator.comparing(Agent::job).thenComparing(Agent::labels));
        return agents;
    }
}
