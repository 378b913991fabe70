package io.vedette.collector.history;

import io.vedette.collector.index.samples.BlockReader;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.SourceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the blocks of the series that a query selected, those of some series at a time: they are read in their order,
 * and one question for many is cheaper than one for each. A few megabytes are held at a time, however long the range.
 *
 * <p>Safe for use by any thread.
 */
final class BlockLoader {
    private static final int BLOCKS_AT_A_TIME = 4_000;
    private static final int SERIES_AT_A_TIME_MAX = 500;

    private final CountedReads history;
    private final List<SeriesId> series;
    private final long minMillis;
    private final long maxMillis;
    private final ReadGuard guard;
    private final int seriesAtATime;
    /** Loaded and not yet read; guarded by this. */
    private final Map<SeriesId, List<StoredBlock>> loaded = new HashMap<>();

    private int loadedFrom;
    private int loadedTo;

    /**
     * @param series in the order in which they will be read
     * @param minMillis start of the range that will be read
     * @param maxMillis end of the range that will be read of the history, inclusive
     */
    BlockLoader(
            CountedReads history,
            List<SeriesId> series,
            long minMillis,
            long maxMillis,
            HistoryWindows windows,
            ReadGuard guard) {
        this.history = history;
        this.series = List.copyOf(series);
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
        this.guard = guard;
        // In doubles, as the range may be all of time.
        double blocks = ((double) maxMillis - minMillis) / windows.lengthMillis() + 1;
        this.seriesAtATime = (int) Math.max(1, Math.min(SERIES_AT_A_TIME_MAX, BLOCKS_AT_A_TIME / blocks));
    }

    /**
     * Adds the samples of a series in a range, both ends inclusive, in order and each once.
     *
     * @param into empty
     */
    void read(int index, long fromMillis, long toMillis, SampleBuffer into) {
        try (BlockReader reader = new BlockReader()) {
            for (StoredBlock block : blocks(index, fromMillis, toMillis)) {
                int before = into.size();
                if (before == 0 || block.fromMillis() > into.timestampMillis(before - 1)) {
                    reader.read(block, fromMillis, toMillis, into);
                } else {
                    addOverlapping(reader, block, fromMillis, toMillis, into);
                }
                guard.worked(Math.max(1, into.size() - before));
            }
        } catch (IllegalArgumentException e) {
            throw new SourceException("the history of series " + series.get(index) + " has " + e.getMessage(), e);
        }
    }

    private static void addOverlapping(
            BlockReader reader, StoredBlock block, long fromMillis, long toMillis, SampleBuffer into) {
        SampleBuffer samples = new SampleBuffer();
        reader.read(block, fromMillis, toMillis, samples);
        SampleBuffer all = new SampleBuffer();
        SampleUnion.add(into, samples, all);
        into.clear();
        SampleUnion.addFrom(all, 0, into);
    }

    private synchronized List<StoredBlock> blocks(int index, long fromMillis, long toMillis) {
        SeriesId id = series.get(index);
        if (fromMillis < minMillis || toMillis > maxMillis) {
            return load(List.of(id), fromMillis, toMillis).getOrDefault(id, List.of());
        }
        if (index < loadedFrom || index >= loadedTo) {
            loadedFrom = index;
            loadedTo = Math.min(series.size(), index + seriesAtATime);
            loaded.clear();
            loaded.putAll(load(series.subList(loadedFrom, loadedTo), minMillis, maxMillis));
        }
        return loaded.getOrDefault(id, List.of());
    }

    private Map<SeriesId, List<StoredBlock>> load(List<SeriesId> some, long fromMillis, long toMillis) {
        return history.ask(index -> index.read(some, fromMillis, toMillis, guard));
    }
}
