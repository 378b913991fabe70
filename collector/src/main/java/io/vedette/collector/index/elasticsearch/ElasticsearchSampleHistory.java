package io.vedette.collector.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import io.vedette.collector.index.Outcome;
import io.vedette.collector.index.samples.LabelBytes;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * The history in Elasticsearch: a data stream of its own, {@code metrics-vedette.samples-<namespace>}. What it has
 * answered is on its disks; a commit makes it visible.
 */
public final class ElasticsearchSampleHistory implements SampleHistory {
    /** What the names of the data streams begin with. */
    static final String STREAMS = "metrics-vedette.samples-";

    private final Connection connection;
    private final String stream;
    private final SampleTemplates templates;
    private final BulkWriter writer;
    private final SampleQueries queries;
    /** Whether the templates are known to be in place; used by the writing thread. */
    private boolean prepared;

    /**
     * Prepares a connection; nothing is sent before the first question or block, and Elasticsearch may be away.
     *
     * @param settings of which {@code keepFor} is the history's own
     * @param namespace the data stream's, so that clusters can share a server
     * @throws IOException if the authority's certificate cannot be read
     */
    public ElasticsearchSampleHistory(ElasticsearchSettings settings, String namespace) throws IOException {
        connection = new Connection(settings);
        stream = STREAMS + namespace;
        templates = new SampleTemplates(connection.rest(), settings.keepFor());
        writer = new BulkWriter(connection);
        queries = new SampleQueries(connection, stream);
    }

    /** What is asked. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (IOException | ElasticsearchException | IllegalArgumentException e) {
            throw new IOException(connection.explain(e), e);
        }
    }

    @Override
    public OptionalLong storedUntil() throws IOException {
        return ask(queries::newestMillis);
    }

    @Override
    public Map<SeriesId, Long> stored(long fromMillis, long beforeMillis) throws IOException {
        // What was added before a kill must be seen: a longer block of the same beginning would be refused as existing.
        commit();
        return ask(() -> queries.lastMillis(fromMillis, beforeMillis));
    }

    @Override
    public List<String> add(List<SampleBlock> blocks) throws IOException {
        if (!prepared) {
            ask(() -> {
                templates.put();
                return true;
            });
            prepared = true;
        }
        List<String> refused = new ArrayList<>();
        List<SampleBlock> sent = new ArrayList<>(blocks.size());
        List<BulkWriter.Item> items = new ArrayList<>(blocks.size());
        for (SampleBlock block : blocks) {
            int length = LabelBytes.write(block.labels()).length;
            if (length > SampleBlock.LABEL_BYTES_MAX) {
                refused.add(block.labels().metric() + ": labels of " + length + " bytes");
            } else {
                sent.add(block);
                items.add(new BulkWriter.Item(stream, SampleJson.id(block), SampleJson.write(block)));
            }
        }
        List<Outcome> outcomes = writer.write(items);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Later later) {
                // A server that was away may come back without what was on it.
                prepared = false;
                throw new IOException(later.reason());
            }
            if (outcomes.get(i) instanceof Outcome.Never never) {
                refused.add(sent.get(i).labels().metric() + ": " + never.reason());
            }
        }
        return refused;
    }

    @Override
    public void commit() throws IOException {
        ask(() -> connection
                .client()
                .indices()
                .refresh(refresh -> refresh.index(stream).ignoreUnavailable(true)));
    }

    @Override
    public Map<SeriesId, Labels> find(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException {
        return ask(() -> queries.find(matchers, minMillis, maxMillis, guard));
    }

    @Override
    public Map<SeriesId, List<StoredBlock>> read(
            Collection<SeriesId> series, long minMillis, long maxMillis, ReadGuard guard) throws IOException {
        return ask(() -> queries.read(series, minMillis, maxMillis, guard));
    }

    @Override
    public SortedSet<String> labelNames(long minMillis, long maxMillis) throws IOException {
        return ask(() -> queries.labelNames(minMillis, maxMillis));
    }

    @Override
    public SortedSet<String> labelValues(String name, long minMillis, long maxMillis) throws IOException {
        return ask(() -> queries.labelValues(name, minMillis, maxMillis));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
