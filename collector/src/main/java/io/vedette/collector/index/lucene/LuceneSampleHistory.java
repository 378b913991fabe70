package io.vedette.collector.index.lucene;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * The history in the embedded index. A commit holds whole windows; what was added since is lost by a kill, and written
 * again from the head.
 */
public final class LuceneSampleHistory implements SampleHistory {
    private final InstantSource clock;
    private final Parts parts;
    private final SampleSearch search;
    /** Whether the writer has failed and must be opened again first; used by the writing thread. */
    private boolean broken;

    /**
     * Opens the index, creating it when missing.
     *
     * @param clock tells the day, and when old blocks are deleted
     * @throws IOException if the folder cannot be used, or another process uses it
     */
    public LuceneSampleHistory(LuceneSettings settings, InstantSource clock, MeterRegistry meters) throws IOException {
        this.clock = clock;
        this.parts = new Parts(settings, new KeywordAnalyzer(), true, clock.instant());
        this.search = new SampleSearch(parts);
        Gauge.builder("vedette_history_size_bytes", this, LuceneSampleHistory::sizeOnDisk)
                .description("Bytes of the embedded history on disk.")
                .register(meters);
    }

    private double sizeOnDisk() {
        try {
            return parts.sizeBytes();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** What a reader asks. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> T ask(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (IOException | AlreadyClosedException | IllegalArgumentException e) {
            throw new IOException("the embedded history cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public OptionalLong storedUntil() throws IOException {
        long newest = ask(search::newestMillis);
        return newest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(newest);
    }

    @Override
    public Map<SeriesId, Long> stored(long fromMillis, long beforeMillis) throws IOException {
        return ask(() -> search.lastMillis(fromMillis, beforeMillis - 1));
    }

    @Override
    public List<String> add(List<SampleBlock> blocks) throws IOException {
        openAgainIfBroken();
        List<String> refused = new ArrayList<>();
        try {
            for (SampleBlock block : blocks) {
                Document document;
                try {
                    document = SampleFields.of(block);
                } catch (IllegalArgumentException e) {
                    refused.add(block.labels().metric() + ": " + e.getMessage());
                    continue;
                }
                parts.current().add(document);
            }
        } catch (IOException | AlreadyClosedException | IllegalArgumentException e) {
            broken = true;
            throw new IOException("the embedded history cannot be written: " + e.getMessage(), e);
        }
        return refused;
    }

    private void openAgainIfBroken() throws IOException {
        if (broken) {
            parts.current().restart();
            broken = false;
        }
    }

    @Override
    public void commit() throws IOException {
        openAgainIfBroken();
        try {
            parts.commit(Map.of(), clock.instant());
            parts.refresh();
        } catch (IOException | AlreadyClosedException e) {
            broken = true;
            throw new IOException("the embedded history cannot be committed: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<SeriesId, Labels> find(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException {
        return ask(() -> search.find(matchers, minMillis, maxMillis, guard));
    }

    @Override
    public Map<SeriesId, List<StoredBlock>> read(
            Collection<SeriesId> series, long minMillis, long maxMillis, ReadGuard guard) throws IOException {
        return ask(() -> search.read(series, minMillis, maxMillis, guard));
    }

    @Override
    public SortedSet<String> labelNames(long minMillis, long maxMillis) throws IOException {
        return ask(() -> search.labelNames(minMillis, maxMillis));
    }

    @Override
    public SortedSet<String> labelValues(String name, long minMillis, long maxMillis) throws IOException {
        return ask(() -> search.labelValues(name, minMillis, maxMillis));
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
