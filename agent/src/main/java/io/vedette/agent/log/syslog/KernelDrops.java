package io.vedette.agent.log.syslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads how many datagrams the kernel dropped before they were received (proc(5), {@code /proc/net/udp}). */
final class KernelDrops {
    private static final int LOCAL_ADDRESS = 1;
    private static final int DROPS = 12;

    private KernelDrops() {}

    /** Drops of the sockets bound to some ports; 0 where the kernel does not tell. */
    static long of(Path network, Set<Integer> ports) {
        long sum = 0;
        for (String table : List.of("udp", "udp6")) {
            try {
                sum += parse(Files.readAllLines(network.resolve(table)), ports);
            } catch (IOException e) {
                // Without IPv6 there is no such table.
            }
        }
        return sum;
    }

    static long parse(List<String> table, Set<Integer> ports) {
        long sum = 0;
        for (String line : table) {
            String[] fields = line.strip().split(" +", -1);
            if (fields.length <= DROPS || !fields[0].endsWith(":")) {
                continue;
            }
            String local = fields[LOCAL_ADDRESS];
            int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
            sum += ports.contains(port) ? Long.parseLong(fields[DROPS]) : 0;
        }
        return sum;
    }
}
