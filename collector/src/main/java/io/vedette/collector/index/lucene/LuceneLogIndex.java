package io.vedette.collector.index.lucene;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogHistogram;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.LogPage;
import io.vedette.collector.index.LogQueryException;
import io.vedette.collector.index.LogSearch;
import io.vedette.collector.index.Outcome;
import io.vedette.collector.index.Positions;
import io.vedette.collector.index.StoredLines;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded index. A commit holds documents and Kafka's offsets together, so after a kill it goes on exactly behind
 * what it has; what was added since the last commit is read from Kafka again.
 */
public final class LuceneLogIndex implements LogIndex {
    private static final String TOPIC_ID = "topic";
    private static final String PARTITION = "partition.";
    /** A search sees what was added so long before it at the latest. */
    private static final Duration REFRESH_AFTER = Duration.ofMillis(500);

    private final EcsSchema schema;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Parts parts;
    private final LuceneSearch search;
    private final StoredLines stored;
    private final AtomicLong refreshedNanos;
    /** Whether the writer has failed and must be opened again first; used by the writing thread. */
    private boolean broken;
    /** The part that {@link #fields} know the names of, and these; used by the writing thread. */
    private @Nullable Part named;

    private IndexFields fields;

    /**
     * Opens the index, creating it when missing.
     *
     * @param clock tells the day, and when old documents are deleted
     * @param nanos elapsed time, as {@link System#nanoTime}
     * @throws IOException if the folder cannot be used, or another process uses it
     */
    public LuceneLogIndex(
            LuceneSettings settings, EcsSchema schema, InstantSource clock, LongSupplier nanos, MeterRegistry meters)
            throws IOException {
        this.clock = clock;
        this.nanos = nanos;
        Analyzer analyzer = LogQueryParser.analyzer(schema);
        parts = new Parts(settings, analyzer, false, clock.instant());
        this.schema = schema;
        search = new LuceneSearch(parts, schema, analyzer, nanos);
        stored = new StoredLines(new LuceneMemory(parts));
        fields = new IndexFields(schema, List.of());
        refreshedNanos = new AtomicLong(nanos.getAsLong());
        Gauge.builder("vedette_index_size_bytes", this, LuceneLogIndex::sizeOnDisk)
                .description("Bytes of the embedded index on disk")
                .register(meters);
    }

    private double sizeOnDisk() {
        try {
            return parts.sizeBytes();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public List<Outcome> add(List<LogDocument> documents) throws IOException {
        openAgainIfBroken();
        try {
            BitSet repeated = stored.among(documents);
            Part part = parts.current();
            learnNames(part);
            List<Outcome> outcomes = new ArrayList<>(documents.size());
            for (int i = 0; i < documents.size(); i++) {
                outcomes.add(repeated.get(i) ? Outcome.REPEATED : add(part, documents.get(i)));
            }
            return outcomes;
        } catch (IOException | AlreadyClosedException e) {
            broken = true;
            throw new IOException("the embedded index cannot be written: " + e.getMessage(), e);
        }
    }

    private void learnNames(Part part) throws IOException {
        if (!part.equals(named)) {
            fields = new IndexFields(
                    schema,
                    part.fieldNames().stream()
                            .filter(name -> schema.field(name) == null)
                            .toList());
            named = part;
        }
    }

    private Outcome add(Part part, LogDocument document) throws IOException {
        try {
            part.add(fields.of(document));
            return Outcome.DONE;
        } catch (IllegalArgumentException e) {
            // Lucene refuses a document without harm to the others.
            return new Outcome.Never("the index refuses the document: " + e.getMessage());
        }
    }

    private void openAgainIfBroken() throws IOException {
        if (broken) {
            parts.current().restart();
            named = null;
            broken = false;
        }
    }

    @Override
    public void commit(Positions positions) throws IOException {
        openAgainIfBroken();
        Map<String, String> words = new HashMap<>();
        words.put(TOPIC_ID, positions.topicId());
        positions.next().forEach((partition, offset) -> words.put(PARTITION + partition, Long.toString(offset)));
        try {
            parts.commit(words, clock.instant());
        } catch (IOException | AlreadyClosedException e) {
            broken = true;
            throw new IOException("the embedded index cannot be committed: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Positions> committed() throws IOException {
        Map<String, String> words = parts.committed();
        String topicId = words.get(TOPIC_ID);
        if (topicId == null) {
            return Optional.empty();
        }
        Map<Integer, Long> next = new HashMap<>();
        words.forEach((word, value) -> {
            if (word.startsWith(PARTITION)) {
                next.put(Integer.valueOf(word.substring(PARTITION.length())), Long.valueOf(value));
            }
        });
        return Optional.of(new Positions(topicId, next));
    }

    @Override
    public boolean keepsPositions() {
        return true;
    }

    @Override
    public void forgetSources() {
        stored.forget();
    }

    @Override
    public LogPage search(LogSearch asked) throws LogQueryException, IOException {
        refresh();
        return search.search(asked);
    }

    @Override
    public LogHistogram histogram(LogFilter filter, int buckets) throws LogQueryException, IOException {
        refresh();
        return search.histogram(filter, buckets);
    }

    @Override
    public long count(LogFilter filter) throws LogQueryException, IOException {
        refresh();
        return search.count(filter);
    }

    /** Only who asks needs a fresh view; refreshing on a clock would cost an idle machine its rest. */
    private void refresh() throws IOException {
        long last = refreshedNanos.get();
        long now = nanos.getAsLong();
        if (now - last >= REFRESH_AFTER.toNanos() && refreshedNanos.compareAndSet(last, now)) {
            parts.refresh();
        }
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
