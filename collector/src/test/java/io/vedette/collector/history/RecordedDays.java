package io.vedette.collector.history;

import io.vedette.collector.index.samples.BlockWriter;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.rules.head.RecordedNode;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A recorded node's samples over a longer time, for a few nodes, as the history gets them: window by window. */
final class RecordedDays {
    /** A full hour. */
    static final long START = 497_222 * 3_600_000L;

    private static final int INTERVAL_MILLIS = 15_000;

    private final int nodes;
    private final int cyclesPerWindow;
    private final long windowMillis;
    private final int windows;
    private long samples;

    RecordedDays(int nodes, int cyclesPerWindow, Duration time) {
        this.nodes = nodes;
        this.cyclesPerWindow = cyclesPerWindow;
        this.windowMillis = (long) cyclesPerWindow * INTERVAL_MILLIS;
        this.windows = (int) (time.toMillis() / windowMillis);
    }

    /** Samples written so far. */
    long samples() {
        return samples;
    }

    /** End of the time, exclusive. */
    long endMillis() {
        return START + windows * windowMillis;
    }

    void writeTo(SampleHistory history) throws IOException {
        RecordedNode recorded = RecordedNode.load();
        try (BlockWriter writer = new BlockWriter()) {
            for (int window = 0; window < windows; window++) {
                for (int node = 0; node < nodes; node++) {
                    write(recorded, window, node, writer, history);
                }
                history.commit();
            }
        }
    }

    private void write(RecordedNode recorded, int window, int node, BlockWriter writer, SampleHistory history)
            throws IOException {
        List<SampleBlock> blocks = new ArrayList<>();
        SampleBuffer buffer = new SampleBuffer();
        for (RecordedNode.RecordedSeries series : recorded.series()) {
            Labels labels = series.labels().with("instance", "n" + node);
            buffer.clear();
            for (int i = 0; i < cyclesPerWindow; i++) {
                int cycle = window * cyclesPerWindow + i;
                // The recording's own jitter, on a grid that does not drift away from the windows.
                long jitter = Math.floorMod(recorded.millis(cycle), INTERVAL_MILLIS) % 1_000;
                Double value = RecordedNode.value(series, cycle);
                if (value != null) {
                    buffer.add(START + window * windowMillis + (long) i * INTERVAL_MILLIS + jitter, value);
                }
            }
            if (buffer.size() > 0) {
                samples += buffer.size();
                blocks.add(writer.write(SeriesId.of(labels), labels, buffer, 0, buffer.size()));
            }
        }
        history.add(blocks);
    }
}
