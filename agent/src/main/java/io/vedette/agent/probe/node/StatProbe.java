package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;

/** Context switches, forks, interrupts, processes and boot time from {@code /proc/stat}. */
public final class StatProbe implements Probe {
    private static final Family INTERRUPTS = Family.counter("node_intr_total", "Total number of interrupts serviced.");
    private static final Family CONTEXT_SWITCHES =
            Family.counter("node_context_switches_total", "Total number of context switches.");
    private static final Family FORKS = Family.counter("node_forks_total", "Total number of forks.");
    private static final Family BOOT_TIME = Family.gauge("node_boot_time_seconds", "Node boot time, in unixtime.");
    private static final Family RUNNING = Family.gauge("node_procs_running", "Number of processes in runnable state.");
    private static final Family BLOCKED =
            Family.gauge("node_procs_blocked", "Number of processes blocked waiting for I/O to complete.");

    private final ProcFile file;

    /** @param procfs root of the node's {@code /proc} */
    public StatProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("stat"));
    }

    @Override
    public String name() {
        return "stat";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    static void parse(Fields in, Samples out) throws IOException {
        while (in.nextLine()) {
            if (!in.next() || in.startsWith("cpu")) {
                continue;
            }
            if (in.is("intr")) {
                out.add(INTERRUPTS, in.nextDouble());
            } else if (in.is("ctxt")) {
                out.add(CONTEXT_SWITCHES, in.nextDouble());
            } else if (in.is("btime")) {
                out.add(BOOT_TIME, in.nextDouble());
            } else if (in.is("processes")) {
                out.add(FORKS, in.nextDouble());
            } else if (in.is("procs_running")) {
                out.add(RUNNING, in.nextDouble());
            } else if (in.is("procs_blocked")) {
                out.add(BLOCKED, in.nextDouble());
            }
        }
    }
}
