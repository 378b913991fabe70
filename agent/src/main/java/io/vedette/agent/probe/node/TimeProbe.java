package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.time.Instant;
import java.time.InstantSource;

/** The node's own idea of the time. */
public final class TimeProbe implements Probe {
    private static final Family TIME = Family.gauge("node_time_seconds", "System time in seconds since epoch (1970).");

    private final InstantSource clock;

    /** @param clock the node's wall clock */
    public TimeProbe(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public void collect(Samples out) {
        Instant now = clock.instant();
        out.add(TIME, now.getEpochSecond() + now.getNano() / 1e9);
    }
}
