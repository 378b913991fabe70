package io.vedette.deploy.cli;

import io.vedette.agent.probe.Batch;
import io.vedette.agent.probe.ProbeRunner;
import io.vedette.agent.probe.ScheduledProbe;
import io.vedette.agent.probe.TextExposition;
import io.vedette.agent.probe.catalog.ProbeContext;
import io.vedette.agent.probe.catalog.Probes;
import io.vedette.agent.probe.command.Commands;
import io.vedette.agent.probe.node.Roots;
import io.vedette.protocol.config.NearestName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vedette probe}: what a probe finds on this machine, as text exposition. */
@Command(name = "probe", description = "Run one probe once, or all, and print the samples.")
final class ProbeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "the probe; without it the names are listed")
    private @Nullable String name;

    @Option(names = "--all", description = "all probes")
    private boolean all;

    @Option(names = "--procfs", paramLabel = "DIR", defaultValue = "/proc", description = "default ${DEFAULT-VALUE}")
    private Path procfs = Path.of("/proc");

    @Option(names = "--sysfs", paramLabel = "DIR", defaultValue = "/sys", description = "default ${DEFAULT-VALUE}")
    private Path sysfs = Path.of("/sys");

    @Option(names = "--rootfs", paramLabel = "DIR", defaultValue = "/", description = "default ${DEFAULT-VALUE}")
    private Path rootfs = Path.of("/");

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("made outside the command line");
        }
        List<ScheduledProbe> probes = Probes.all(new ProbeContext(
                new Roots(procfs, sysfs, rootfs),
                System.getProperty("os.arch", ""),
                Commands.onPath(
                        System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), System::nanoTime),
                List::of,
                List.of(),
                InstantSource.system(),
                System::nanoTime));
        List<String> names = probes.stream().map(probe -> probe.probe().name()).toList();
        if (name == null && !all) {
            names.forEach(spec.commandLine().getOut()::println);
            return 0;
        }
        if (name != null && !names.contains(name)) {
            String nearest = NearestName.of(name, names)
                    .map(n -> "; did you mean " + n + "?")
                    .orElse("");
            throw new ParameterException(
                    spec.commandLine(),
                    "no probe is named " + name + nearest + "; there are " + String.join(", ", names));
        }
        List<ScheduledProbe> chosen = probes.stream()
                .filter(probe -> all || probe.probe().name().equals(name))
                // Once and now, whatever the schedule.
                .map(probe -> new ScheduledProbe(probe.probe(), Duration.ZERO, probe.deadline()))
                .toList();
        spec.commandLine().getOut().print(TextExposition.format(run(chosen)));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static Batch run(List<ScheduledProbe> probes) throws InterruptedException {
        ProbeRunner.Rhythm patient = new ProbeRunner.Rhythm(Duration.ofMinutes(10), Duration.ofMinutes(5));
        try (ProbeRunner runner =
                new ProbeRunner(probes, List.of(), Map.of(), patient, InstantSource.system(), System::nanoTime)) {
            return runner.cycle();
        }
    }
}
