package io.vedette.agent.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.agent.probe.Batch;
import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.ProbeRunner;
import io.vedette.agent.probe.ScheduledProbe;
import io.vedette.agent.probe.command.Commands;
import io.vedette.agent.probe.node.Roots;
import io.vedette.protocol.metrics.MetricType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** All probes on the machine that runs the tests. */
class ProbesTest {
    private static ProbeContext context() {
        return new ProbeContext(
                Roots.usual(),
                System.getProperty("os.arch"),
                Commands.onPath(System.getenv("PATH"), System::nanoTime),
                List::of,
                List.of(),
                InstantSource.system(),
                System::nanoTime);
    }

    private static Batch cycle() throws InterruptedException {
        try (ProbeRunner runner = new ProbeRunner(
                Probes.all(context()),
                List.of(),
                Map.of("job", "node", "instance", "here", "cluster", "test"),
                new ProbeRunner.Rhythm(Duration.ofSeconds(120), Duration.ofSeconds(60)),
                InstantSource.system(),
                System::nanoTime)) {
            runner.cycle();
            return runner.cycle();
        }
    }

    @Test
    void measureThisMachinePlausibly() throws Exception {
        Map<String, Double> seen = Exposition.of(cycle()).values();
        int cpus = 0;
        for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
            cpus += line.startsWith("cpu") && !line.startsWith("cpu ") ? 1 : 0;
        }
        assertThat(seen.keySet().stream().filter(series -> series.startsWith("node_cpu_seconds_total")))
                .hasSize(cpus * 8);
        assertThat(seen.get("node_memory_MemTotal_bytes")).isGreaterThan(64e6);
        assertThat(seen.get("node_memory_MemAvailable_bytes")).isLessThan(seen.get("node_memory_MemTotal_bytes"));
        assertThat(seen.get("node_load1")).isBetween(0.0, 10_000.0);
        assertThat(seen.get("node_boot_time_seconds")).isLessThan(seen.get("node_time_seconds"));
        assertThat(seen.get("node_time_seconds"))
                .isCloseTo(System.currentTimeMillis() / 1000.0, Assertions.within(300.0));
        assertThat(seen.get("node_filefd_allocated")).isPositive();
        assertThat(seen.keySet())
                .anyMatch(series -> series.startsWith("node_uname_info{") && series.contains("sysname=Linux"))
                .anyMatch(series -> series.startsWith("node_network_receive_bytes_total{device=lo"))
                .anyMatch(series -> series.startsWith("node_network_info{") && series.contains("device=lo"));
    }

    @Test
    void noProbeFailsOnThisMachine() throws Exception {
        Map<String, Double> seen = Exposition.of(cycle()).values();
        assertThat(seen).containsEntry("node_scrape_collector_success{collector=cpu}", 1.0);
        seen.forEach((series, value) -> {
            if (series.startsWith("node_scrape_collector_success")) {
                assertThat(value).as(series).isEqualTo(1.0);
            }
        });
        assertThat(seen).containsEntry("vedette_probe_samples_dropped_total", 0.0);
    }

    @Test
    void everySeriesCarriesTheAgentsLabels() throws Exception {
        cycle().forEach((series, value) -> assertThat(series.wire().labels())
                .containsEntry("job", "node")
                .containsEntry("instance", "here")
                .containsEntry("cluster", "test"));
    }

    @Test
    void probesHaveDistinctNamesThatFitOnACommandLine() {
        assertThat(Probes.all(context()))
                .extracting(ScheduledProbe::probe)
                .extracting(probe -> probe.name())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
    }

    @Test
    void metricsFollowTheFieldsConventions() throws InterruptedException {
        Map<String, Family> byName = new HashMap<>();
        for (Family family : cycle().families()) {
            String name = family.name();
            assertThat(name).matches("[a-zA-Z_][a-zA-Z0-9_]*");
            assertThat(family.help()).as(name).isNotBlank();
            Family other = byName.putIfAbsent(name, family);
            if (other != null) {
                assertThat(other.type()).as(name).isEqualTo(family.type());
                assertThat(other.help()).as(name).isEqualTo(family.help());
            }
            if (name.startsWith("vedette_")) {
                assertThat(name.endsWith("_total"))
                        .as(name + " is a " + family.type())
                        .isEqualTo(family.type() == MetricType.COUNTER);
                assertThat(name).doesNotContain("milli").doesNotContain("_ms").doesNotContain("percent");
            }
        }
    }

    @Test
    void aHostSeenThroughOtherRootsIsMeasuredThere(@org.junit.jupiter.api.io.TempDir Path temp) throws Exception {
        Files.writeString(temp.resolve("loadavg"), "7.5 8.5 9.5 1/2 3\n");
        ProbeContext elsewhere = new ProbeContext(
                new Roots(temp, temp, temp),
                "amd64",
                new Commands(List.of(), System::nanoTime),
                List::of,
                List.of(),
                InstantSource.system(),
                System::nanoTime);
        try (ProbeRunner runner = new ProbeRunner(
                Probes.all(elsewhere),
                List.of(),
                Map.of(),
                new ProbeRunner.Rhythm(Duration.ofSeconds(120), Duration.ofSeconds(60)),
                InstantSource.system(),
                System::nanoTime)) {
            Map<String, Double> seen = Exposition.of(runner.cycle()).values();
            assertThat(seen)
                    .containsEntry("node_load5", 8.5)
                    .containsEntry("node_scrape_collector_success{collector=meminfo}", 0.0);
        }
    }
}
