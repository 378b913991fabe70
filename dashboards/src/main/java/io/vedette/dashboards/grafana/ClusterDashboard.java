package io.vedette.dashboards.grafana;

import static io.vedette.dashboards.grafana.Panel.graph;
import static io.vedette.dashboards.grafana.Panel.stacked;
import static io.vedette.dashboards.grafana.Panel.stat;
import static io.vedette.dashboards.grafana.Panel.table;

import io.vedette.dashboards.grafana.Panel.Query;
import java.util.List;

/** All nodes summed up, as if they were one machine, then one row and one line for each. */
final class ClusterDashboard {
    /** Disks that hold data: a disk mounted twice counts once, and memory posing as a disk does not count. */
    private static final String DISKS = "{job=\"node\",cluster=~\"$cluster\",fstype!~\"tmpfs|ramfs|squashfs|overlay\"}";

    private static final String NODES = "{job=\"node\",cluster=~\"$cluster\"}";
    private static final String IDLE = "{job=\"node\",cluster=~\"$cluster\",mode=\"idle\"}";
    private static final String WIRES = "{job=\"node\",cluster=~\"$cluster\",device!~\"lo|veth.*|docker.*|br-.*\"}";

    private static final String CPU_BUSY =
            "1 - avg by (instance) (rate(node_cpu_seconds_total" + IDLE + "[$__rate_interval]))";
    private static final String MEMORY_USED =
            "1 - node_memory_MemAvailable_bytes" + NODES + " / node_memory_MemTotal_bytes" + NODES;
    private static final String STORAGE_USED =
            "1 - sum by (instance) (max by (instance, device) (node_filesystem_avail_bytes" + DISKS
                    + ")) / sum by (instance) (max by (instance, device) (node_filesystem_size_bytes" + DISKS + "))";

    private ClusterDashboard() {}

    static Dashboard build() {
        return new Dashboard(
                "vedette-cluster",
                "Cluster as one computer",
                "All nodes of a cluster as if they were one machine.",
                false,
                List.of(
                        stat("Nodes up", "short", "sum(up" + NODES + ")", "Agents that report."),
                        stat(
                                        "Nodes down",
                                        "short",
                                        "count(up" + NODES + ") - sum(up" + NODES + ")",
                                        "Agents of which nothing came for two intervals.")
                                .thresholds(1, 1),
                        stat(
                                "Cores",
                                "short",
                                "count(node_cpu_seconds_total" + IDLE + ")",
                                "Logical processors of all nodes."),
                        stat(
                                        "CPU busy",
                                        "percentunit",
                                        "1 - avg(rate(node_cpu_seconds_total" + IDLE + "[$__rate_interval]))",
                                        "Share of all processors' time not spent idle.")
                                .thresholds(0.8, 0.95),
                        stat(
                                        "Memory used",
                                        "percentunit",
                                        "1 - sum(node_memory_MemAvailable_bytes" + NODES
                                                + ") / sum(node_memory_MemTotal_bytes" + NODES + ")",
                                        "Memory that programs could not get at once.")
                                .thresholds(0.85, 0.95),
                        stat(
                                        "Storage used",
                                        "percentunit",
                                        "1 - sum(max by (instance, device) (node_filesystem_avail_bytes" + DISKS
                                                + ")) / sum(max by (instance, device) (node_filesystem_size_bytes"
                                                + DISKS + "))",
                                        "Over all filesystems on disks.")
                                .thresholds(0.8, 0.9),
                        stat(
                                        "Alerts firing",
                                        "short",
                                        "count(ALERTS{alertstate=\"firing\"}) or vector(0)",
                                        "Alerts that people have been told of.")
                                .thresholds(1, 1),
                        stat(
                                "Newest start",
                                "s",
                                "min(time() - node_boot_time_seconds" + NODES + ")",
                                "How long the node that started last has been up."),
                        graph(
                                        "CPU busy by node",
                                        "percentunit",
                                        "Share of a node's processors' time not spent idle.",
                                        new Query(CPU_BUSY, "{{instance}}"))
                                .thresholds(0.8, 0.95),
                        graph(
                                        "Memory used by node",
                                        "percentunit",
                                        "The line at 85% is where the shipped rule fires.",
                                        new Query(MEMORY_USED, "{{instance}}"))
                                .thresholds(0.85, 0.95),
                        graph(
                                        "Load by processor",
                                        "short",
                                        "1-minute load over the number of processors: above 1 work waits.",
                                        new Query(
                                                "sum by (instance) (node_load1" + NODES
                                                        + ") / count by (instance) (node_cpu_seconds_total" + IDLE
                                                        + ")",
                                                "{{instance}}"))
                                .thresholds(1, 2),
                        graph(
                                "Network",
                                "Bps",
                                "Received above, sent below the line; without loopback and containers' own links.",
                                new Query(
                                        "sum by (instance) (rate(node_network_receive_bytes_total" + WIRES
                                                + "[$__rate_interval]))",
                                        "{{instance}} in"),
                                new Query(
                                        "-sum by (instance) (rate(node_network_transmit_bytes_total" + WIRES
                                                + "[$__rate_interval]))",
                                        "{{instance}} out")),
                        graph(
                                "Disk",
                                "Bps",
                                "Read above, written below the line.",
                                new Query(
                                        "sum by (instance) (rate(node_disk_read_bytes_total" + NODES
                                                + "[$__rate_interval]))",
                                        "{{instance}} read"),
                                new Query(
                                        "-sum by (instance) (rate(node_disk_written_bytes_total" + NODES
                                                + "[$__rate_interval]))",
                                        "{{instance}} written")),
                        graph(
                                        "Storage used by node",
                                        "percentunit",
                                        "Over all filesystems on disks.",
                                        new Query(STORAGE_USED, "{{instance}}"))
                                .thresholds(0.8, 0.9),
                        graph(
                                        "Round trip between nodes",
                                        "s",
                                        "Each agent to every other; the line at 5 ms is where the shipped rule fires.",
                                        new Query(
                                                "max by (instance, target) (vedette_ping_rtt_seconds" + NODES + ")",
                                                "{{instance}} to {{target}}"))
                                .thresholds(0.005, 0.02),
                        stacked(
                                "Log lines by level",
                                "cps",
                                "Lines a second that arrived.",
                                new Query(
                                        "sum by (level) (rate(vedette_log_events_total" + NODES
                                                + "[$__rate_interval]))",
                                        "{{level}}")),
                        table(
                                "Nodes",
                                "One row a node, now.",
                                new Query("up" + NODES, "up"),
                                new Query("count by (instance) (node_cpu_seconds_total" + IDLE + ")", "cores"),
                                new Query(CPU_BUSY, "CPU busy"),
                                new Query(MEMORY_USED, "memory used"),
                                new Query(STORAGE_USED, "storage used"),
                                new Query("node_load1" + NODES, "load"))));
    }
}
