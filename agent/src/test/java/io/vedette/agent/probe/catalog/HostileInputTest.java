package io.vedette.agent.probe.catalog;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.ProbeRun;
import io.vedette.agent.probe.Recordings;
import io.vedette.agent.probe.ScheduledProbe;
import io.vedette.agent.probe.command.Commands;
import io.vedette.agent.probe.node.Roots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the kernel's files, a probe measures, or says with an ordinary error that it cannot. */
class HostileInputTest {
    private static final int ROUNDS = 25;
    private static final String SPICE = " \n:\t(){}\"\\,-%x0\u00e9";

    @TempDir
    private Path temp;

    @Test
    void damagedFilesAreOrdinaryErrors() throws IOException {
        Path recorded = Recordings.find("proc/fixtures/proc");
        Recordings.unpack(Recordings.find("proc/fixtures/sys.visible.ttar"), temp);
        Path procfs = Files.createDirectory(temp.resolve("proc"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<ScheduledProbe> probes = Probes.all(new ProbeContext(
                new Roots(procfs, temp.resolve("sys"), temp),
                "amd64",
                new Commands(List.of(), System::nanoTime),
                List::of,
                List.of(),
                InstantSource.system(),
                System::nanoTime));
        for (int round = 0; round < ROUNDS; round++) {
            damage(recorded, procfs, random);
            for (ScheduledProbe scheduled : probes) {
                assertThatCode(() -> run(scheduled))
                        .as("seed %d, probe %s", seed, scheduled.probe().name())
                        .doesNotThrowAnyException();
            }
        }
    }

    private static void run(ScheduledProbe scheduled) {
        try {
            ProbeRun.once(scheduled.probe());
        } catch (IOException | NothingToMeasure e) {
            // An error with a message is what damage may lead to.
        }
    }

    private static void damage(Path from, Path to, Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            int length = random.nextInt(4) == 0 ? random.nextInt(content.length + 1) : content.length;
            for (int i = random.nextInt(8); i > 0 && length > 0; i--) {
                content[random.nextInt(length)] = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
            }
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.write(target, Arrays.copyOf(content, length));
        }
    }
}
