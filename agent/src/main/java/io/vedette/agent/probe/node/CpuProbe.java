package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** CPU time by mode from {@code /proc/stat}. */
public final class CpuProbe implements Probe {
    private static final Family SECONDS =
            Family.counter("node_cpu_seconds_total", "Seconds the CPUs spent in each mode.", "cpu", "mode");
    private static final Family GUEST_SECONDS = Family.counter(
            "node_cpu_guest_seconds_total", "Seconds the CPUs spent in guests (VMs) for each mode.", "cpu", "mode");
    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};
    private static final String[] GUEST_MODES = {"user", "nice"};
    private static final int COLUMNS = MODES.length + GUEST_MODES.length;

    /**
     * The unit of {@code /proc/stat} is 1/USER_HZ seconds, and USER_HZ is 100 on every architecture Java 17 runs on.
     */
    private static final double TICKS_PER_SECOND = 100;

    /**
     * The kernel lets idle and iowait of a CPU step back a little; more than this means that the CPU came back anew.
     */
    private static final double JITTER_SECONDS = 3;

    private final ProcFile file;
    private final Remembered<String> cpus = new Remembered<>(name -> name.substring("cpu".length()));
    private double[] seen = new double[0];

    /** @param procfs root of the node's {@code /proc} */
    public CpuProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("stat"));
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    void parse(Fields in, Samples out) throws IOException {
        int row = 0;
        while (in.nextLine() && in.next() && in.startsWith("cpu")) {
            if (!in.is("cpu")) {
                parseCpu(cpus.get(row, in), row, in, out);
                row++;
            }
        }
    }

    private void parseCpu(String cpu, int row, Fields in, Samples out) throws IOException {
        int base = row * COLUMNS;
        if (base + COLUMNS > seen.length) {
            seen = Arrays.copyOf(seen, base + COLUMNS);
        }
        for (int i = 0; i < COLUMNS && in.next(); i++) {
            double seconds = steady(base + i, in.number() / TICKS_PER_SECOND);
            if (i < MODES.length) {
                out.add(SECONDS, seconds, cpu, MODES[i]);
            } else {
                out.add(GUEST_SECONDS, seconds, cpu, GUEST_MODES[i - MODES.length]);
            }
        }
    }

    private double steady(int index, double seconds) {
        double before = seen[index];
        if (seconds >= before || before - seconds > JITTER_SECONDS) {
            seen[index] = seconds;
        }
        return seen[index];
    }
}
