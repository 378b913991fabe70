package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;

/** Memory from {@code /proc/meminfo}: every field the kernel gives, bytes where it gives kilobytes. */
public final class MemoryProbe implements Probe {
    private static final double KILOBYTE = 1024;

    private final ProcFile file;
    private final Remembered<Family> bytes = new Remembered<>(field -> family(field + "_bytes"));
    private final Remembered<Family> plain = new Remembered<>(MemoryProbe::family);

    /** @param procfs root of the node's {@code /proc} */
    public MemoryProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("meminfo"));
    }

    @Override
    public String name() {
        return "meminfo";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    void parse(Fields in, Samples out) throws IOException {
        for (int line = 0; in.nextLine(); line++) {
            if (!in.next() || !in.cutAt(':')) {
                continue;
            }
            boolean inKilobytes = in.lineEndsWith("kB");
            Family family = inKilobytes ? bytes.get(line, in) : plain.get(line, in);
            double value = in.nextDouble();
            out.add(family, inKilobytes ? value * KILOBYTE : value);
        }
    }

    /** {@code Active(anon)_bytes} is {@code node_memory_Active_anon_bytes}. */
    private static Family family(String field) {
        String name = FieldName.clean(field.replace("(", "_").replace(")", ""));
        return Family.gauge("node_memory_" + name, "Memory information field " + name + ".");
    }
}
