package io.vedette.agent.probe.catalog;

import static io.vedette.agent.probe.ScheduledProbe.eachCycle;

import io.vedette.agent.probe.ScheduledProbe;
import io.vedette.agent.probe.node.LoadAverageProbe;
import java.nio.file.Path;
import java.util.List;

/** All probes, in order. A new one gets its line here. */
public final class Probes {
    private Probes() {}

    /** New probes, each for one runner. */
    public static List<ScheduledProbe> all(ProbeContext context) {
        Path procfs = context.roots().procfs();
        return List.of(eachCycle(new LoadAverageProbe(procfs)));
    }
}
