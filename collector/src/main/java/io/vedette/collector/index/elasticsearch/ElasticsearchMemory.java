package io.vedette.collector.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import io.vedette.collector.index.DocumentId;
import io.vedette.collector.index.StoredLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Elasticsearch knows of a source's lines, over all backing indices: an id is unique only within one of them, so a
 * line that is sent again after a rollover must be looked for in the old ones too.
 */
final class ElasticsearchMemory implements StoredLines.Memory {
    private static final int AT_A_TIME = 1_000;

    private final Connection connection;

    ElasticsearchMemory(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Map<String, Long> greatestOffsets(Set<String> sources) throws IOException {
        refresh();
        Map<String, Long> greatest = new HashMap<>();
        for (List<String> some : slices(sources)) {
            Query query = Query.of(q -> q.terms(t -> t.field("vedette.source")
                    .terms(values ->
                            values.value(some.stream().map(FieldValue::of).toList()))));
            Aggregation bySource =
                    Aggregation.of(a -> a.terms(t -> t.field("vedette.source").size(some.size()))
                            .aggregations("offset", offset -> offset.max(m -> m.field("log.offset"))));
            SearchResponse<Void> answer = connection
                    .client()
                    .search(
                            search -> search.index(ElasticsearchSearch.STREAMS)
                                    .ignoreUnavailable(true)
                                    .size(0)
                                    .trackTotalHits(track -> track.enabled(false))
                                    .query(query)
                                    .aggregations("source", bySource),
                            Void.class);
            Aggregate found = answer.aggregations().get("source");
            if (found == null || !found.isSterms()) {
                // No index there yet.
                continue;
            }
            for (StringTermsBucket bucket : found.sterms().buckets().array()) {
                Aggregate offset = bucket.aggregations().get("offset");
                Double value = offset == null ? null : offset.max().value();
                if (value != null && Double.isFinite(value)) {
                    greatest.put(bucket.key().stringValue(), value.longValue());
                }
            }
        }
        return greatest;
    }

    @Override
    public Set<DocumentId> stored(Collection<DocumentId> ids) throws IOException {
        refresh();
        Set<DocumentId> stored = new HashSet<>();
        for (List<DocumentId> some : slices(ids)) {
            List<String> texts = some.stream().map(DocumentId::toString).toList();
            SearchResponse<Void> answer = connection
                    .client()
                    .search(
                            search -> search.index(ElasticsearchSearch.STREAMS)
                                    .ignoreUnavailable(true)
                                    .size(Math.min(10_000, 2 * texts.size()))
                                    .source(source -> source.fetch(false))
                                    .query(q -> q.ids(i -> i.values(texts))),
                            Void.class);
            for (Hit<Void> hit : answer.hits().hits()) {
                if (hit.id() != null) {
                    stored.add(DocumentId.parse(hit.id()));
                }
            }
        }
        return stored;
    }

    /** What was just written must be seen. */
    private void refresh() throws IOException {
        connection
                .client()
                .indices()
                .refresh(refresh -> refresh.index(ElasticsearchSearch.STREAMS).ignoreUnavailable(true));
    }

    private static <T> List<List<T>> slices(Collection<T> all) {
        List<T> list = new ArrayList<>(all);
        List<List<T>> slices = new ArrayList<>();
        for (int begin = 0; begin < list.size(); begin += AT_A_TIME) {
            slices.add(list.subList(begin, Math.min(list.size(), begin + AT_A_TIME)));
        }
        return slices;
    }
}
