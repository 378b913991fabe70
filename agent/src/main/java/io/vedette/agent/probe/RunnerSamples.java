package io.vedette.agent.probe;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The runner's samples about itself and its probes. Used by the runner's thread only. */
final class RunnerSamples {
    private static final Family DURATION = Family.gauge(
            "node_scrape_collector_duration_seconds", "node_exporter: Duration of a collector scrape.", "collector");
    private static final Family SUCCESS =
            Family.gauge("node_scrape_collector_success", "node_exporter: Whether a collector succeeded.", "collector");
    private static final Family STALE = Family.gauge(
            "vedette_probe_stale_seconds", "Time since the probe last measured successfully.", "collector");
    private static final Family FAILURES = Family.counter(
            "vedette_probe_failures_total", "Runs of the probe that failed or passed their deadline.", "collector");
    private static final Family TOOL_MISSING =
            Family.gauge("vedette_probe_tool_missing", "Whether a probe lacks this command (1).", "tool");
    private static final Family DROPPED = Family.counter(
            "vedette_probe_samples_dropped_total",
            "Samples left out because their series was given twice in a run or" + " the probe gave too many.");
    private static final Family CYCLE =
            Family.gauge("vedette_probe_cycle_duration_seconds", "Time that gathering this cycle's samples took.");
    private static final Family MISSED = Family.counter(
            "vedette_probe_cycles_missed_total", "Cycles left out because the one before took too long.");
    private static final Family SINK_ERRORS = Family.counter(
            "vedette_probe_sink_errors_total", "Batches that a receiver inside the agent refused with an error.");

    private final Samples samples;
    private final Set<String> toolsMissing = new HashSet<>();
    private long dropped;

    RunnerSamples(Map<String, String> commonLabels) {
        samples = new Samples(commonLabels);
    }

    void begin() {
        samples.begin();
        toolsMissing.clear();
        dropped = 0;
    }

    void add(Slot.Report report) {
        String collector = report.collector();
        if (report.success() != null) {
            samples.add(SUCCESS, report.success() ? 1 : 0, collector);
        }
        samples.add(DURATION, report.durationSeconds(), collector);
        if (report.success() != null) {
            samples.add(STALE, report.staleSeconds(), collector);
        }
        samples.add(FAILURES, report.failures(), collector);
        if (report.missingTool() != null && toolsMissing.add(report.missingTool())) {
            samples.add(TOOL_MISSING, 1, report.missingTool());
        }
        dropped += report.dropped();
    }

    Collected finish(double cycleSeconds, long missedCycles, long sinkErrors) {
        samples.add(DROPPED, dropped);
        samples.add(CYCLE, cycleSeconds);
        samples.add(MISSED, missedCycles);
        samples.add(SINK_ERRORS, sinkErrors);
        return samples.finish();
    }
}
