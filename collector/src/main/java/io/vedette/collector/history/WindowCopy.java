package io.vedette.collector.history;

import io.vedette.collector.index.samples.BlockWriter;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Copies a window's samples from the head to the history: what is not there yet. Used by one thread. */
final class WindowCopy {
    private static final int BLOCKS_AT_A_TIME = 1_000;

    private final SeriesSource head;
    private final SampleHistory history;
    private final HistoryMeters meters;
    private final SampleBuffer samples = new SampleBuffer();

    WindowCopy(SeriesSource head, SampleHistory history, HistoryMeters meters) {
        this.head = head;
        this.history = history;
        this.meters = meters;
    }

    /**
     * Copies a window. Samples of a series only ever come in order, so those behind the last one stored are all that
     * can be missing.
     *
     * @param beforeMillis the window's end, exclusive
     * @throws IOException if the history does not answer; copying again does no harm
     */
    void copy(long fromMillis, long beforeMillis) throws IOException {
        Map<SeriesId, Long> stored = history.stored(fromMillis, beforeMillis);
        List<SampleBlock> blocks = new ArrayList<>();
        boolean added = false;
        try (BlockWriter writer = new BlockWriter()) {
            for (Series series : head.select(List.of(), fromMillis, beforeMillis - 1)) {
                SeriesId id = SeriesId.of(series.labels());
                Long last = stored.get(id);
                samples.clear();
                series.read(last == null ? fromMillis : last + 1, beforeMillis - 1, samples);
                for (int begin = 0; begin < samples.size(); begin += SampleBlock.SAMPLES_MAX) {
                    int end = Math.min(samples.size(), begin + SampleBlock.SAMPLES_MAX);
                    blocks.add(writer.write(id, series.labels(), samples, begin, end));
                    added = true;
                }
                if (blocks.size() >= BLOCKS_AT_A_TIME) {
                    add(blocks);
                    blocks.clear();
                }
            }
            add(blocks);
        }
        if (added) {
            history.commit();
        }
    }

    private void add(List<SampleBlock> blocks) throws IOException {
        if (!blocks.isEmpty()) {
            List<String> refused = history.add(blocks);
            meters.added(blocks, refused);
        }
    }
}
