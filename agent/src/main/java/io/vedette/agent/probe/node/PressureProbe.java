package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pressure stall information from {@code /proc/pressure}: time in which work waited for a resource. */
public final class PressureProbe implements Probe {
    private static final List<Resource> RESOURCES = List.of(
            new Resource("cpu", waiting("cpu", "Total time in seconds that processes have waited for CPU time"), null),
            new Resource(
                    "io",
                    waiting("io", "Total time in seconds that processes have waited due to IO congestion"),
                    stalled("io", "Total time in seconds no process could make progress due to IO congestion")),
            new Resource(
                    "memory",
                    waiting("memory", "Total time in seconds that processes have waited for memory"),
                    stalled("memory", "Total time in seconds no process could make progress due to memory congestion")),
            new Resource(
                    "irq",
                    null,
                    stalled("irq", "Total time in seconds no process could make progress due to IRQ congestion")));

    private final Path folder;
    private final List<ProcFile> files;

    /** A resource with what its lines {@code some} and {@code full} are called. */
    private record Resource(
            String name, @Nullable Family some, @Nullable Family full) {}

    /** @param procfs root of the node's {@code /proc} */
    public PressureProbe(Path procfs) {
        folder = procfs.resolve("pressure");
        files = RESOURCES.stream()
                .map(resource -> new ProcFile(folder.resolve(resource.name())))
                .toList();
    }

    private static Family waiting(String resource, String help) {
        return Family.counter("node_pressure_" + resource + "_waiting_seconds_total", help);
    }

    private static Family stalled(String resource, String help) {
        return Family.counter("node_pressure_" + resource + "_stalled_seconds_total", help);
    }

    @Override
    public String name() {
        return "pressure";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        int measured = 0;
        for (int i = 0; i < files.size(); i++) {
            // A kernel without interrupt time accounting has no file for interrupts.
            if (files.get(i).exists()) {
                parse(files.get(i).read(), RESOURCES.get(i), out);
                measured++;
            }
        }
        if (measured == 0) {
            throw new NothingToMeasure(folder + " is absent: the kernel was started without psi=1");
        }
    }

    private static void parse(Fields in, Resource resource, Samples out) throws IOException {
        while (in.nextLine() && in.next()) {
            Family family = in.is("some") ? resource.some() : resource.full();
            while (family != null && in.next()) {
                if (in.startsWith("total=") && in.cutAt('=')) {
                    out.add(family, in.nextDouble() / 1000.0 / 1000.0);
                }
            }
        }
    }
}
