package io.vedette.agent.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.ProbeRunner;
import io.vedette.agent.probe.command.Commands;
import io.vedette.agent.probe.node.Roots;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A node_exporter of the distribution and our probes look at the same machine at the same time: whatever both know has
 * the same name, labels, type and help, and its counters lie between ours before and after.
 */
class NodeExporterLiveIT {
    private static final String TOOL = "prometheus-node-exporter";

    /** What does not change while the machine runs. */
    private static final List<String> CONSTANT = List.of(
            "node_boot_time_seconds",
            "node_entropy_pool_size_bits",
            "node_filefd_maximum",
            "node_filesystem_readonly",
            "node_filesystem_size_bytes",
            "node_memory_MemTotal_bytes",
            "node_memory_SwapTotal_bytes",
            "node_network_flags",
            "node_network_info",
            "node_network_mtu_bytes",
            "node_network_up",
            "node_nf_conntrack_entries_limit",
            "node_timex_tick_seconds",
            "node_uname_info");

    /** The kernel lets some CPU times step back by a few ticks. */
    private static final double KERNEL_JITTER = 0.1;

    /** The areas whose series must all be there. */
    private static final List<String> AREAS = List.of(
            "node_arp_entries",
            "node_boot_time_seconds",
            "node_context_switches_total",
            "node_cpu_",
            "node_disk_io_",
            "node_disk_read",
            "node_disk_writ",
            "node_disk_discard",
            "node_disk_flush",
            "node_entropy_",
            "node_filefd_",
            "node_filesystem_",
            "node_forks_total",
            "node_intr_total",
            "node_load",
            "node_memory_",
            "node_netstat_",
            "node_network_",
            "node_nf_conntrack_entries",
            "node_pressure_",
            "node_procs_",
            "node_sockstat_",
            "node_time_seconds",
            "node_timex_",
            "node_uname_info",
            "node_vmstat_");

    private static Exposition ours() throws InterruptedException {
        ProbeContext context = new ProbeContext(
                Roots.usual(),
                System.getProperty("os.arch", ""),
                new Commands(List.of(), System::nanoTime),
                List::of,
                List.of(),
                InstantSource.system(),
                System::nanoTime);
        try (ProbeRunner runner = new ProbeRunner(
                Probes.all(context),
                List.of(),
                Map.of(),
                new ProbeRunner.Rhythm(Duration.ofSeconds(120), Duration.ofSeconds(60)),
                InstantSource.system(),
                System::nanoTime)) {
            return Exposition.of(runner.cycle());
        }
    }

    private static Exposition theirs() throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, TOOL)));
        Assumptions.assumeTrue(
                installed, "SKIPPED: no comparison with node_exporter, as it is absent: apt install " + TOOL);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Process exporter = new ProcessBuilder(TOOL, "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            return Exposition.parse(Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(
                            () -> client.send(request, HttpResponse.BodyHandlers.ofString())
                                    .body(),
                            body -> body.contains("node_load1")));
        } finally {
            exporter.destroyForcibly().waitFor();
        }
    }

    /** Labels that node_exporter has learnt only after the version that Debian ships. */
    private static Map<String, Double> withoutNewLabels(Map<String, Double> values) {
        Map<String, Double> without = new TreeMap<>();
        values.forEach((series, value) -> without.put(
                series.replace("device_error=, ", "")
                        .replace("adminstate=up, ", "")
                        .replace("adminstate=down, ", ""),
                value));
        return without;
    }

    @Test
    void seesWhatNodeExporterSees() throws Exception {
        Exposition first = ours();
        Exposition exporter = theirs();
        Exposition second = ours();
        Map<String, Double> before = withoutNewLabels(first.values());
        Map<String, Double> after = withoutNewLabels(second.values());
        exporter.values().forEach((series, value) -> {
            String metric = Exposition.metric(series);
            if (AREAS.stream().noneMatch(metric::startsWith) || isLeftOut(series, value)) {
                return;
            }
            assertThat(after).containsKey(series);
            assertThat(second.type())
                    .as(metric)
                    .containsEntry(metric, exporter.type().get(metric));
            assertThat(second.help())
                    .as(metric)
                    .containsEntry(metric, exporter.help().get(metric));
            if ("counter".equals(exporter.type().get(metric))) {
                assertThat(value)
                        .as(series)
                        .isBetween(
                                before.getOrDefault(series, 0.0) - KERNEL_JITTER,
                                after.getOrDefault(series, 0.0) + KERNEL_JITTER);
            }
            if (CONSTANT.stream().anyMatch(metric::startsWith)) {
                assertThat(value).as(series).isEqualTo(after.get(series));
            }
        });
    }

    /** Where newer versions differ from Debian's: they leave compressed memory and unknown speeds out, as we do. */
    private static boolean isLeftOut(String series, double value) {
        return series.startsWith("node_disk_") && series.contains("device=zram")
                || series.startsWith("node_network_speed_bytes") && value < 0;
    }
}
