package io.vedette.collector.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.samples.SampleBlock;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is written to the history, counted, and said where a person should know. */
final class HistoryMeters {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryMeters.class);

    private final MeterRegistry meters;
    private final Counter windows;
    private final Counter blocks;
    private final Counter samples;
    private final Counter bytes;
    private final Counter late;
    private final Counter lost;
    private final Counter incomplete;
    private final Counter refused;
    private final Counter writeErrors;

    HistoryMeters(MeterRegistry meters) {
        this.meters = meters;
        windows = counter("windows_written", "Windows of time copied from the head.");
        blocks = counter("documents_written", "Blocks of samples of one series, given to the index.");
        samples = counter("samples_written", "Samples in these blocks.");
        bytes = counter("bytes_written", "Bytes of these blocks, without their labels.");
        late = counter("late_windows", "Windows looked at once more because samples came after they had been copied.");
        lost = counter("lost_windows", "Windows that had left the head before they could be copied.");
        incomplete = counter("incomplete_windows", "Windows copied after the head had dropped a part of them.");
        refused = counter("refused_documents", "Blocks that the index will never take.");
        writeErrors = counter("write_errors", "Failures to write; each is tried again.");
    }

    private Counter counter(String name, String description) {
        return Counter.builder("vedette_history_" + name + "_total")
                .description(description)
                .register(meters);
    }

    <T> void lag(T of, ToDoubleFunction<T> seconds) {
        Gauge.builder("vedette_history_lag_seconds", of, seconds)
                .description("How far the history is behind the head; up to a window's length is as it should be.")
                .register(meters);
    }

    void added(List<SampleBlock> added, List<String> reasons) {
        blocks.increment(added.size() - reasons.size());
        for (SampleBlock block : added) {
            samples.increment(block.samples());
            bytes.increment(block.sizeBytes());
        }
        if (!reasons.isEmpty()) {
            refused.increment(reasons.size());
            LOG.warn("the history refuses {} series, the first for {}", reasons.size(), reasons.get(0));
        }
    }

    void windowWritten() {
        windows.increment();
    }

    void windowLate() {
        late.increment();
    }

    void windowsLost(long count) {
        lost.increment(count);
        LOG.warn("{} windows are missing in the history: the head had let go of them before they were written", count);
    }

    void windowIncomplete() {
        incomplete.increment();
        LOG.warn("a window of the history is incomplete: the head had no room for all of it; raise head.max_size");
    }

    void writeFailed() {
        writeErrors.increment();
    }
}
