package io.vedette.deploy.benchmark;

import io.vedette.rules.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes up the series of nodes: the metrics a dashboard asks for, with the labels node_exporter gives them. */
final class NodeSeries {
    static final String JOB = "node";

    private static final List<String> CPUS =
            IntStream.range(0, 8).mapToObj(Integer::toString).toList();
    private static final List<String> NETWORK = List.of("lo", "eth0", "eth1", "docker0");

    /** The labels of a metric besides job and instance, by how its name begins; the first that fits counts. */
    private static final List<Map.Entry<String, List<Map<String, String>>>> DIMENSIONS = List.of(
            Map.entry(
                    "node_cpu_seconds",
                    product(
                            label("cpu", CPUS),
                            label("mode", "idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"))),
            Map.entry("node_cpu_guest", product(label("cpu", CPUS), label("mode", "nice", "user"))),
            Map.entry("node_cpu_scaling", label("cpu", CPUS)),
            Map.entry("node_schedstat", label("cpu", CPUS)),
            Map.entry("node_softnet", label("cpu", CPUS)),
            Map.entry(
                    "node_interrupts",
                    product(label("cpu", CPUS), label("type", "0", "1", "8", "9", "16", "LOC", "RES", "CAL", "TLB"))),
            Map.entry("node_disk", label("device", "nvme0n1", "nvme1n1", "sda", "sdb")),
            Map.entry(
                    "node_filesystem",
                    List.of(
                            Map.of("device", "/dev/nvme0n1p2", "fstype", "ext4", "mountpoint", "/"),
                            Map.of("device", "/dev/nvme0n1p1", "fstype", "vfat", "mountpoint", "/boot/efi"),
                            Map.of("device", "/dev/sda1", "fstype", "xfs", "mountpoint", "/srv"),
                            Map.of("device", "/dev/sdb1", "fstype", "xfs", "mountpoint", "/var/lib/data"),
                            Map.of("device", "tmpfs", "fstype", "tmpfs", "mountpoint", "/run"))),
            Map.entry("node_network_info", product(label("device", NETWORK), label("operstate", "up"))),
            Map.entry("node_network", label("device", NETWORK)),
            Map.entry("node_arp", label("device", NETWORK)),
            Map.entry(
                    "node_hwmon_chip_names",
                    List.of(
                            Map.of("chip", "platform_coretemp_0", "chip_name", "coretemp"),
                            Map.of("chip", "nvme_nvme0", "chip_name", "nvme"))),
            Map.entry(
                    "node_hwmon",
                    product(
                            label("chip", "platform_coretemp_0", "nvme_nvme0"),
                            label("sensor", "temp1", "temp2", "temp3"))),
            Map.entry("node_cooling", product(label("name", "0", "1", "2", "3"), label("type", "Processor"))),
            Map.entry("node_power_supply", label("power_supply", "AC")),
            Map.entry(
                    "node_systemd_units", label("state", "activating", "active", "deactivating", "failed", "inactive")),
            Map.entry("node_systemd_socket", label("name", "dbus.socket", "ssh.socket", "syslog.socket")),
            Map.entry("node_processes_state", label("state", "D", "I", "R", "S", "Z")),
            Map.entry(
                    "node_tcp_connection_states",
                    label(
                            "state",
                            "close",
                            "close_wait",
                            "closing",
                            "established",
                            "fin_wait1",
                            "fin_wait2",
                            "last_ack",
                            "listen",
                            "rx_queued_bytes",
                            "syn_recv",
                            "syn_sent",
                            "time_wait",
                            "tx_queued_bytes")),
            Map.entry("node_udp_queues", product(label("queue", "rx", "tx"), label("ip", "v4", "v6"))),
            Map.entry(
                    "node_scrape_collector",
                    label(
                            "collector",
                            "arp",
                            "cpu",
                            "diskstats",
                            "filesystem",
                            "hwmon",
                            "loadavg",
                            "meminfo",
                            "netdev",
                            "netstat",
                            "sockstat",
                            "stat",
                            "vmstat")));

    private NodeSeries() {}

    /** The series of so many nodes. */
    static List<MadeUpSeries> of(Path metrics, int nodes) throws IOException {
        List<MadeUpSeries> series = new ArrayList<>();
        List<String> names = Files.readAllLines(metrics);
        for (int node = 0; node < nodes; node++) {
            for (String metric : names) {
                for (Map<String, String> dimensions : dimensions(metric)) {
                    TreeMap<String, String> labels = new TreeMap<>(dimensions);
                    labels.put(Labels.NAME, metric);
                    labels.put("job", JOB);
                    labels.put("instance", instance(node));
                    series.add(new MadeUpSeries(Labels.of(labels), kind(metric), 1));
                }
            }
        }
        return series;
    }

    static String instance(int node) {
        return "node-" + node + ":9100";
    }

    private static MadeUpSeries.Kind kind(String metric) {
        boolean counts = metric.startsWith("node_vmstat_")
                || (metric.startsWith("node_netstat_") && !metric.endsWith("CurrEstab") && !metric.endsWith("MaxConn"));
        return counts ? MadeUpSeries.Kind.COUNTER : MadeUpSeries.kindOf(metric);
    }

    private static List<Map<String, String>> dimensions(String metric) {
        return DIMENSIONS.stream()
                .filter(entry -> metric.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of(Map.of()));
    }

    private static List<Map<String, String>> label(String name, String... values) {
        return label(name, List.of(values));
    }

    private static List<Map<String, String>> label(String name, List<String> values) {
        return values.stream().map(value -> Map.of(name, value)).toList();
    }

    private static List<Map<String, String>> product(List<Map<String, String>> left, List<Map<String, String>> right) {
        return left.stream()
                .flatMap(one -> right.stream().flatMap(other -> {
                    TreeMap<String, String> both = new TreeMap<>(one);
                    both.putAll(other);
                    return Stream.of(Map.copyOf(both));
                }))
                .toList();
    }
}
