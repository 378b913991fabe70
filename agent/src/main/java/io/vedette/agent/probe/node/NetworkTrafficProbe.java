package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;

/** Traffic of each network interface from {@code /proc/net/dev}. */
public final class NetworkTrafficProbe implements Probe {
    private static final Family[] COLUMNS = {
        counter("receive_bytes"),
        counter("receive_packets"),
        counter("receive_errs"),
        counter("receive_drop"),
        counter("receive_fifo"),
        counter("receive_frame"),
        counter("receive_compressed"),
        counter("receive_multicast"),
        counter("transmit_bytes"),
        counter("transmit_packets"),
        counter("transmit_errs"),
        counter("transmit_drop"),
        counter("transmit_fifo"),
        counter("transmit_colls"),
        counter("transmit_carrier"),
        counter("transmit_compressed"),
    };
    private static final int HEADER_LINES = 2;

    private final ProcFile file;
    private final Remembered<String> devices = Remembered.labels();

    /** @param procfs root of the node's {@code /proc} */
    public NetworkTrafficProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("net/dev"));
    }

    private static Family counter(String name) {
        return Family.counter("node_network_" + name + "_total", "Network device statistic " + name + ".", "device");
    }

    @Override
    public String name() {
        return "netdev";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    void parse(Fields in, Samples out) throws IOException {
        for (int line = 0; in.nextLine(); line++) {
            if (line < HEADER_LINES || !in.next() || !in.cutAtLast(':')) {
                continue;
            }
            String device = devices.get(line, in);
            for (int i = 0; i < COLUMNS.length && in.next(); i++) {
                out.add(COLUMNS[i], in.number(), device);
            }
        }
    }
}
