package io.vedette.dashboards.grafana;

import static io.vedette.dashboards.grafana.Panel.graph;
import static io.vedette.dashboards.grafana.Panel.stacked;
import static io.vedette.dashboards.grafana.Panel.stat;

import io.vedette.dashboards.grafana.Panel.Query;
import java.util.List;

/** One node, chosen above the panels. */
final class NodeDashboard {
    private static final String NODE = "{job=\"node\",cluster=~\"$cluster\",instance=\"$instance\"}";
    private static final String DISKS =
            "{job=\"node\",cluster=~\"$cluster\",instance=\"$instance\",fstype!~\"tmpfs|ramfs|squashfs|overlay\"}";

    private NodeDashboard() {}

    static Dashboard build() {
        return new Dashboard(
                "vedette-node",
                "Node",
                "One node: processors, memory, disks, network, logs.",
                true,
                List.of(
                        stat("Up", "short", "up" + NODE, "1 while the agent reports."),
                        stat("Uptime", "s", "time() - node_boot_time_seconds" + NODE, "Since the kernel started."),
                        stat(
                                "Cores",
                                "short",
                                "count(node_cpu_seconds_total" + with("mode=\"idle\"") + ")",
                                "Logical processors."),
                        stat(
                                        "CPU busy",
                                        "percentunit",
                                        "1 - avg(rate(node_cpu_seconds_total" + with("mode=\"idle\"")
                                                + "[$__rate_interval]))",
                                        "Share of the processors' time not spent idle.")
                                .thresholds(0.8, 0.95),
                        stat(
                                        "Memory used",
                                        "percentunit",
                                        "1 - node_memory_MemAvailable_bytes" + NODE + " / node_memory_MemTotal_bytes"
                                                + NODE,
                                        "Memory that programs could not get at once.")
                                .thresholds(0.85, 0.95),
                        stat(
                                        "Fullest filesystem",
                                        "percentunit",
                                        "1 - min(node_filesystem_avail_bytes" + DISKS + " / node_filesystem_size_bytes"
                                                + DISKS + ")",
                                        "On disks.")
                                .thresholds(0.8, 0.9),
                        stat("Load", "short", "node_load1" + NODE, "1-minute load."),
                        stat(
                                "Log lines",
                                "cps",
                                "sum(rate(vedette_log_events_total" + NODE + "[$__rate_interval]))",
                                "Lines a second that arrived."),
                        stacked(
                                "CPU by mode",
                                "percentunit",
                                "Share of all processors' time.",
                                new Query(
                                        "sum by (mode) (rate(node_cpu_seconds_total" + with("mode!=\"idle\"")
                                                + "[$__rate_interval])) / scalar(count(node_cpu_seconds_total"
                                                + with("mode=\"idle\"") + "))",
                                        "{{mode}}")),
                        stacked(
                                "Memory",
                                "bytes",
                                "What the memory is used for.",
                                new Query(
                                        "node_memory_MemTotal_bytes" + NODE + " - node_memory_MemFree_bytes" + NODE
                                                + " - node_memory_Buffers_bytes" + NODE + " - node_memory_Cached_bytes"
                                                + NODE,
                                        "programs"),
                                new Query(
                                        "node_memory_Buffers_bytes" + NODE + " + node_memory_Cached_bytes" + NODE,
                                        "cache"),
                                new Query("node_memory_MemFree_bytes" + NODE, "free")),
                        graph(
                                        "Filesystems used",
                                        "percentunit",
                                        "By mount point.",
                                        new Query(
                                                "1 - node_filesystem_avail_bytes" + DISKS
                                                        + " / node_filesystem_size_bytes" + DISKS,
                                                "{{mountpoint}}"))
                                .thresholds(0.8, 0.9),
                        graph(
                                "Disk busy",
                                "percentunit",
                                "Share of time a disk had work.",
                                new Query(
                                        "rate(node_disk_io_time_seconds_total" + NODE + "[$__rate_interval])",
                                        "{{device}}")),
                        graph(
                                "Disk throughput",
                                "Bps",
                                "Read above, written below the line.",
                                new Query(
                                        "rate(node_disk_read_bytes_total" + NODE + "[$__rate_interval])",
                                        "{{device}} read"),
                                new Query(
                                        "-rate(node_disk_written_bytes_total" + NODE + "[$__rate_interval])",
                                        "{{device}} written")),
                        graph(
                                "Network",
                                "Bps",
                                "Received above, sent below the line.",
                                new Query(
                                        "rate(node_network_receive_bytes_total" + NODE + "[$__rate_interval])",
                                        "{{device}} in"),
                                new Query(
                                        "-rate(node_network_transmit_bytes_total" + NODE + "[$__rate_interval])",
                                        "{{device}} out")),
                        graph(
                                "Network errors and drops",
                                "pps",
                                "Packets a second that did not get through.",
                                new Query(
                                        "rate(node_network_receive_errs_total" + NODE
                                                + "[$__rate_interval]) + rate(node_network_receive_drop_total" + NODE
                                                + "[$__rate_interval])",
                                        "{{device}} in"),
                                new Query(
                                        "rate(node_network_transmit_errs_total" + NODE
                                                + "[$__rate_interval]) + rate(node_network_transmit_drop_total" + NODE
                                                + "[$__rate_interval])",
                                        "{{device}} out")),
                        graph(
                                "Load",
                                "short",
                                "Over 1, 5 and 15 minutes.",
                                new Query("node_load1" + NODE, "1 min"),
                                new Query("node_load5" + NODE, "5 min"),
                                new Query("node_load15" + NODE, "15 min")),
                        stacked(
                                "Log lines by level",
                                "cps",
                                "Lines a second that arrived.",
                                new Query(
                                        "sum by (level) (rate(vedette_log_events_total" + NODE + "[$__rate_interval]))",
                                        "{{level}}")),
                        graph(
                                "Probe duration",
                                "s",
                                "How long each probe took, the agent's own cost.",
                                new Query("node_scrape_collector_duration_seconds" + NODE, "{{collector}}"))));
    }

    private static String with(String matcher) {
        return NODE.substring(0, NODE.length() - 1) + "," + matcher + "}";
    }
}
