package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Figures that stand alone in files of {@code /proc/sys}. */
public final class SingleValueProbe implements Probe {
    private final String name;
    private final List<Value> values;

    private record Value(ProcFile file, Family family) {}

    private SingleValueProbe(String name, List<Value> values) {
        this.name = name;
        this.values = values;
    }

    /** Entropy that the kernel's random number generator has. */
    public static Probe entropy(Path procfs) {
        Path random = procfs.resolve("sys/kernel/random");
        return new SingleValueProbe(
                "entropy",
                List.of(
                        value(random, "entropy_avail", "node_entropy_available_bits", "Bits of available entropy."),
                        value(random, "poolsize", "node_entropy_pool_size_bits", "Bits of entropy pool.")));
    }

    /** Entries of the connection tracking table and how many there may be. */
    public static Probe conntrack(Path procfs) {
        Path netfilter = procfs.resolve("sys/net/netfilter");
        return new SingleValueProbe(
                "conntrack",
                List.of(
                        value(
                                netfilter,
                                "nf_conntrack_count",
                                "node_nf_conntrack_entries",
                                "Number of currently allocated flow entries for connection tracking."),
                        value(
                                netfilter,
                                "nf_conntrack_max",
                                "node_nf_conntrack_entries_limit",
                                "Maximum size of connection tracking table.")));
    }

    private static Value value(Path folder, String file, String metric, String help) {
        return new Value(new ProcFile(folder.resolve(file)), Family.gauge(metric, help));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        int measured = 0;
        for (Value value : values) {
            if (value.file().exists()) {
                Fields in = value.file().read();
                in.nextLine();
                out.add(value.family(), in.nextDouble());
                measured++;
            }
        }
        if (measured == 0) {
            throw new NothingToMeasure("this kernel has no " + name);
        }
    }
}
