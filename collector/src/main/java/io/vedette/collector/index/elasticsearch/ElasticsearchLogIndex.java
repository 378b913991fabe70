package io.vedette.collector.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
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
import io.vedette.collector.index.lucene.LogQuerySyntax;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The index in Elasticsearch: data streams {@code logs-vedette.<dataset>-<namespace>}. What it has answered is on its
 * disks, so a commit has nothing to do, and Kafka keeps the offsets.
 */
public final class ElasticsearchLogIndex implements LogIndex {
    private final Connection connection;
    private final Templates templates;
    private final BulkWriter writer;
    private final ElasticsearchSearch search;
    private final StoredLines stored;
    /** Whether the templates are known to be in place; used by the writing thread. */
    private boolean prepared;

    /**
     * Prepares a connection; nothing is sent before the first question or document, and Elasticsearch may be away.
     *
     * @throws IOException if the authority's certificate cannot be read
     */
    public ElasticsearchLogIndex(ElasticsearchSettings settings, EcsSchema schema) throws IOException {
        connection = new Connection(settings);
        templates = new Templates(connection.rest(), schema, settings.keepFor());
        writer = new BulkWriter(connection);
        search = new ElasticsearchSearch(connection, new LogQuerySyntax(schema));
        stored = new StoredLines(new ElasticsearchMemory(connection));
    }

    @Override
    public List<Outcome> add(List<LogDocument> documents) {
        BitSet repeated;
        try {
            if (!prepared) {
                templates.put();
                prepared = true;
            }
            repeated = stored.among(documents);
        } catch (IOException | ElasticsearchException e) {
            prepared = false;
            Outcome later = new Outcome.Later(connection.explain(e));
            return documents.stream().map(document -> later).toList();
        }
        List<BulkWriter.Item> fresh = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            if (!repeated.get(i)) {
                LogDocument document = documents.get(i);
                fresh.add(
                        new BulkWriter.Item(dataStream(document), document.id().toString(), document.json()));
            }
        }
        Iterator<Outcome> written = writer.write(fresh).iterator();
        List<Outcome> outcomes = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            Outcome outcome = repeated.get(i) ? Outcome.REPEATED : written.next();
            // A server that was away may come back without what was on it.
            prepared &= !(outcome instanceof Outcome.Later);
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static String dataStream(LogDocument document) {
        return "logs-vedette." + document.dataset() + "-" + document.namespace();
    }

    @Override
    public void commit(Positions positions) {
        // Elasticsearch answers a bulk request when it is on disk.
    }

    @Override
    public Optional<Positions> committed() {
        return Optional.empty();
    }

    @Override
    public boolean keepsPositions() {
        return false;
    }

    @Override
    public void forgetSources() {
        stored.forget();
    }

    @Override
    public LogPage search(LogSearch asked) throws LogQueryException, IOException {
        return search.search(asked);
    }

    @Override
    public LogHistogram histogram(LogFilter filter, int buckets) throws LogQueryException, IOException {
        return search.histogram(filter, buckets);
    }

    @Override
    public long count(LogFilter filter) throws LogQueryException, IOException {
        return search.count(filter);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
