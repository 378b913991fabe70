package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;

/** Load averages from {@code /proc/loadavg}. */
public final class LoadAverageProbe implements Probe {
    private static final Family LOAD1 = Family.gauge("node_load1", "1m load average.");
    private static final Family LOAD5 = Family.gauge("node_load5", "5m load average.");
    private static final Family LOAD15 = Family.gauge("node_load15", "15m load average.");

    private final ProcFile file;

    /** @param procfs root of the node's {@code /proc} */
    public LoadAverageProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("loadavg"));
    }

    @Override
    public String name() {
        return "loadavg";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    static void parse(Fields in, Samples out) throws IOException {
        in.nextLine();
        out.add(LOAD1, in.nextDouble());
        out.add(LOAD5, in.nextDouble());
        out.add(LOAD15, in.nextDouble());
    }
}
