package io.vedette.agent.probe.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.ProbeRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuProbeTest {
    @TempDir
    private Path procfs;

    private double idleAfter(CpuProbe probe, int idleTicks) throws Exception {
        Files.writeString(
                procfs.resolve("stat"),
                "cpu  1 1 1 1 1 1 1 1 1 1\ncpu3 10 0 0 " + idleTicks + " 0 0 0 0 0 0\nintr 1 2\n");
        Exposition seen = ProbeRun.exposition(probe);
        return seen.values().getOrDefault("node_cpu_seconds_total{cpu=3, mode=idle}", -1.0);
    }

    @Test
    void hidesSmallStepsBackOfTheKernelsCounters() throws Exception {
        CpuProbe probe = new CpuProbe(procfs);
        assertThat(idleAfter(probe, 1000)).isEqualTo(10);
        assertThat(idleAfter(probe, 990)).isEqualTo(10);
        assertThat(idleAfter(probe, 1100)).isEqualTo(11);
    }

    @Test
    void startsAgainWhenACpuComesBackAnew() throws Exception {
        CpuProbe probe = new CpuProbe(procfs);
        assertThat(idleAfter(probe, 1000)).isEqualTo(10);
        assertThat(idleAfter(probe, 50)).isEqualTo(0.5);
    }

    @Test
    void readsOlderKernelsWithFewerColumns() throws Exception {
        Files.writeString(procfs.resolve("stat"), "cpu  1 1 1 1\ncpu0 10 20 30 40\n");
        assertThat(ProbeRun.exposition(new CpuProbe(procfs)).values()).hasSize(4);
    }
}
