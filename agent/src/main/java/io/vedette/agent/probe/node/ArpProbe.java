package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Entries of the ARP table by interface, from {@code /proc/net/arp}. */
public final class ArpProbe implements Probe {
    private static final Family ENTRIES = Family.gauge("node_arp_entries", "ARP entries by device", "device");
    private static final int FIELDS_BEFORE_DEVICE = 5;

    private final ProcFile file;
    private final Remembered<String> devices = Remembered.labels();

    /** @param procfs root of the node's {@code /proc} */
    public ArpProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("net/arp"));
    }

    @Override
    public String name() {
        return "arp";
    }

    @Override
    public void collect(Samples out) throws IOException {
        Fields in = file.read();
        Map<String, Integer> entries = new TreeMap<>();
        in.nextLine();
        for (int line = 0; in.nextLine(); line++) {
            in.skip(FIELDS_BEFORE_DEVICE);
            if (in.next()) {
                entries.merge(devices.get(line, in), 1, Integer::sum);
            }
        }
        entries.forEach((device, count) -> out.add(ENTRIES, count, device));
    }
}
