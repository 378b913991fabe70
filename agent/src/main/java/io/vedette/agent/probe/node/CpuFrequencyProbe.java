package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Clock of each CPU, its bounds and its governor, from {@code /sys/devices/system/cpu}. */
public final class CpuFrequencyProbe implements Probe {
    private static final Family SCALING =
            Family.gauge("node_cpu_scaling_frequency_hertz", "Current scaled CPU thread frequency in hertz.", "cpu");
    private static final Family SCALING_MIN = Family.gauge(
            "node_cpu_scaling_frequency_min_hertz", "Minimum scaled CPU thread frequency in hertz.", "cpu");
    private static final Family SCALING_MAX = Family.gauge(
            "node_cpu_scaling_frequency_max_hertz", "Maximum scaled CPU thread frequency in hertz.", "cpu");
    private static final Family GOVERNOR =
            Family.gauge("node_cpu_scaling_governor", "Current enabled CPU frequency governor.", "cpu", "governor");
    private static final double HERTZ_PER_KILOHERTZ = 1000;

    private final Path cpus;
    private final SysFile files = new SysFile();

    /** @param sysfs root of the node's {@code /sys} */
    public CpuFrequencyProbe(Path sysfs) {
        cpus = sysfs.resolve("devices/system/cpu");
    }

    @Override
    public String name() {
        return "cpufreq";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        if (!Files.isDirectory(cpus)) {
            throw new NothingToMeasure(cpus + " is absent");
        }
        int measured = 0;
        for (Path cpu : NetworkDeviceProbe.children(cpus)) {
            Path folder = cpu.resolve("cpufreq");
            String name = cpu.getFileName().toString();
            if (name.startsWith("cpu") && Files.isDirectory(folder)) {
                collect(folder, name.substring("cpu".length()), out);
                measured++;
            }
        }
        if (measured == 0) {
            throw new NothingToMeasure("the clock of this CPU cannot be seen, as in most virtual machines");
        }
    }

    private void collect(Path folder, String cpu, Samples out) {
        add(out, SCALING, folder.resolve("scaling_cur_freq"), cpu);
        add(out, SCALING_MIN, folder.resolve("scaling_min_freq"), cpu);
        add(out, SCALING_MAX, folder.resolve("scaling_max_freq"), cpu);
        String current = files.text(folder.resolve("scaling_governor")).orElse("");
        String available =
                files.text(folder.resolve("scaling_available_governors")).orElse("");
        if (!current.isEmpty()) {
            for (String governor : available.split(" ")) {
                if (!governor.isBlank()) {
                    out.add(GOVERNOR, governor.equals(current) ? 1 : 0, cpu, governor);
                }
            }
        }
    }

    private void add(Samples out, Family family, Path file, String cpu) {
        OptionalDouble kilohertz = files.number(file);
        if (kilohertz.isPresent()) {
            out.add(family, kilohertz.getAsDouble() * HERTZ_PER_KILOHERTZ, cpu);
        }
    }
}
