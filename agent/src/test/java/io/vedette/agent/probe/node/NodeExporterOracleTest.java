package io.vedette.agent.probe.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.ProbeRun;
import io.vedette.agent.probe.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probes make of node_exporter's own fixtures is what node_exporter makes of them. */
class NodeExporterOracleTest {
    /** Not given by a default node_exporter; its best known dashboard asks for it. */
    private static final Set<String> ADDED = Set.of("node_netstat_Tcp_MaxConn");

    @TempDir
    private Path temp;

    private Path procfs = Path.of("");
    private Path sysfs = Path.of("");
    private Exposition expected = Exposition.parse("");

    @BeforeEach
    void readRecordings() throws IOException {
        procfs = Recordings.find("proc/fixtures/proc");
        Recordings.unpack(Recordings.find("proc/fixtures/sys.visible.ttar"), temp);
        sysfs = temp.resolve("sys");
        expected = Exposition.parse(Files.readString(Recordings.find("proc/expected/e2e-output.visible.prom")));
    }

    private void matches(Probe probe, String... families) throws IOException, NothingToMeasure {
        matches(probe, Set.of(), families);
    }

    /**
     * @param ignored label values whose series node_exporter was told to leave out when it was recorded
     * @param families beginnings of the names that are compared
     */
    private void matches(Probe probe, Set<String> ignored, String... families) throws IOException, NothingToMeasure {
        Exposition actual = ProbeRun.exposition(probe);
        Map<String, Double> wanted = new TreeMap<>(expected.values());
        wanted.keySet().removeIf(series -> !startsWithAny(series, families));
        assertThat(wanted).isNotEmpty();
        Set<String> metrics = new TreeSet<>();
        wanted.forEach((series, value) -> {
            metrics.add(Exposition.metric(series));
            assertThat(actual.values()).as(series).containsKey(series);
            assertThat(actual.values().get(series)).as(series).isEqualTo(value);
        });
        for (String metric : metrics) {
            assertThat(actual.help()).containsEntry(metric, expected.help().get(metric));
            assertThat(actual.type()).containsEntry(metric, expected.type().get(metric));
        }
        for (String series : actual.values().keySet()) {
            String metric = Exposition.metric(series);
            boolean asked = metrics.contains(metric) && ignored.stream().noneMatch(series::contains);
            if (asked && !ADDED.contains(metric)) {
                assertThat(wanted).containsKey(series);
            }
        }
    }

    private static boolean startsWithAny(String series, String... prefixes) {
        return List.of(prefixes).stream().anyMatch(series::startsWith);
    }

    @Test
    void cpu() throws Exception {
        matches(new CpuProbe(procfs), "node_cpu_seconds_total", "node_cpu_guest_seconds_total");
    }

    @Test
    void cpuFrequency() throws Exception {
        matches(new CpuFrequencyProbe(sysfs), "node_cpu_scaling");
    }

    @Test
    void loadAverage() throws Exception {
        matches(new LoadAverageProbe(procfs), "node_load");
    }

    @Test
    void stat() throws Exception {
        matches(new StatProbe(procfs), "node_boot", "node_context", "node_forks", "node_intr", "node_procs");
    }

    @Test
    void memory() throws Exception {
        matches(new MemoryProbe(procfs), "node_memory_");
    }

    @Test
    void vmstat() throws Exception {
        matches(new VmstatProbe(procfs), "node_vmstat_");
    }

    @Test
    void disks() throws Exception {
        matches(
                new DiskProbe(procfs),
                "node_disk_reads",
                "node_disk_read_",
                "node_disk_write",
                "node_disk_io_",
                "node_disk_discard",
                "node_disk_flush");
    }

    @Test
    void fileDescriptors() throws Exception {
        matches(new FileDescriptorProbe(procfs), "node_filefd_");
    }

    @Test
    void pressure() throws Exception {
        matches(new PressureProbe(procfs), "node_pressure_");
    }

    @Test
    void sockets() throws Exception {
        matches(new SocketProbe(procfs, 4096), "node_sockstat_");
    }

    @Test
    void networkProtocols() throws Exception {
        matches(new NetworkProtocolProbe(procfs), "node_netstat_");
    }

    @Test
    void networkDevices() throws Exception {
        matches(new NetworkDeviceProbe(sysfs), Set.of("device=dmz", "device=int"), "node_network_");
    }

    @Test
    void arp() throws Exception {
        matches(new ArpProbe(procfs), Set.of("device=nope"), "node_arp_");
    }

    @Test
    void hardwareSensors() throws Exception {
        matches(new HwmonProbe(sysfs), Set.of("chip=bogus"), "node_hwmon_");
    }
}
