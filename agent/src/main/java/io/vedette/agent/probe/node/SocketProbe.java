package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Sockets in use from {@code /proc/net/sockstat} and {@code sockstat6}. */
public final class SocketProbe implements Probe {
    private static final int MAX_FIELDS_IN_LINE = 16;

    private final ProcFile ipv4;
    private final ProcFile ipv6;
    private final double pageBytes;
    private final Remembered<String> protocols = Remembered.labels();
    private final Remembered<String> protocols6 = Remembered.labels();
    private final Families families = new Families();
    private final Families families6 = new Families();

    /** The families of one file, made when a field is first seen at its place. */
    private static final class Families {
        private String protocol = "";
        private final Remembered<Field> fields = new Remembered<>(field -> field(protocol, field));
    }

    private record Field(Family count, Optional<Family> bytes) {}

    /**
     * @param procfs root of the node's {@code /proc}
     * @param pageBytes size of a memory page
     */
    public SocketProbe(Path procfs, long pageBytes) {
        this.ipv4 = new ProcFile(procfs.resolve("net/sockstat"));
        this.ipv6 = new ProcFile(procfs.resolve("net/sockstat6"));
        this.pageBytes = pageBytes;
    }

    @Override
    public String name() {
        return "sockstat";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(ipv4.read(), protocols, families, out);
        if (ipv6.exists()) {
            parse(ipv6.read(), protocols6, families6, out);
        }
    }

    private void parse(Fields in, Remembered<String> protocols, Families families, Samples out) throws IOException {
        for (int line = 0; in.nextLine(); line++) {
            if (!in.next() || !in.cutAt(':')) {
                continue;
            }
            families.protocol = protocols.get(line, in);
            for (int i = 0; i < MAX_FIELDS_IN_LINE && in.next(); i++) {
                Field field = families.fields.get(line * MAX_FIELDS_IN_LINE + i, in);
                double count = in.nextDouble();
                out.add(field.count(), count);
                if (field.bytes().isPresent()) {
                    out.add(field.bytes().get(), count * pageBytes);
                }
            }
        }
    }

    private static Field field(String protocol, String name) {
        if (protocol.equals("sockets")) {
            return new Field(
                    Family.gauge("node_sockstat_sockets_" + FieldName.clean(name), "Number of IPv4 sockets in use."),
                    Optional.empty());
        }
        return new Field(
                family(protocol, name),
                name.equals("mem") ? Optional.of(family(protocol, "mem_bytes")) : Optional.empty());
    }

    private static Family family(String protocol, String state) {
        return Family.gauge(
                "node_sockstat_" + FieldName.clean(protocol + "_" + state),
                "Number of " + protocol + " sockets in state " + state + ".");
    }
}
