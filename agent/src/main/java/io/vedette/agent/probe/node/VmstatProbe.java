package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Paging, swapping and out-of-memory kills from {@code /proc/vmstat}; the fields node_exporter takes by default. */
public final class VmstatProbe implements Probe {
    private final ProcFile file;
    private final Remembered<Optional<Family>> families = new Remembered<>(VmstatProbe::family);

    /** @param procfs root of the node's {@code /proc} */
    public VmstatProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("vmstat"));
    }

    @Override
    public String name() {
        return "vmstat";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    void parse(Fields in, Samples out) throws IOException {
        for (int line = 0; in.nextLine(); line++) {
            if (in.next()) {
                Optional<Family> family = families.get(line, in);
                if (family.isPresent()) {
                    out.add(family.get(), in.nextDouble());
                }
            }
        }
    }

    private static Optional<Family> family(String field) {
        boolean wanted = field.startsWith("oom_kill")
                || field.startsWith("pgpg")
                || field.startsWith("pswp")
                || field.startsWith("pg") && field.contains("fault");
        return wanted
                ? Optional.of(Family.untyped(
                        "node_vmstat_" + FieldName.clean(field), "/proc/vmstat information field " + field + "."))
                : Optional.empty();
    }
}
