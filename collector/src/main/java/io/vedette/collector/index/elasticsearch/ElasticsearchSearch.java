package io.vedette.collector.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.DateHistogramBucket;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.util.BinaryData;
import io.vedette.collector.index.Cursor;
import io.vedette.collector.index.DocumentId;
import io.vedette.collector.index.HistogramCounts;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogHistogram;
import io.vedette.collector.index.LogPage;
import io.vedette.collector.index.LogQueryException;
import io.vedette.collector.index.LogSearch;
import io.vedette.collector.index.lucene.LogQuerySyntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions to Elasticsearch. Safe for use by any thread. */
final class ElasticsearchSearch {
    /** All data streams of ours. */
    static final String STREAMS = "logs-vedette.*";

    private static final String TIMEOUT = "20s";
    private static final String SOURCE = "vedette.source";
    private static final String OFFSET = "log.offset";

    private final Connection connection;
    private final LogQuerySyntax syntax;

    ElasticsearchSearch(Connection connection, LogQuerySyntax syntax) {
        this.connection = connection;
        this.syntax = syntax;
    }

    LogPage search(LogSearch search) throws LogQueryException, IOException {
        LogSearch.Order order = search.order();
        SearchRequest.Builder request = begin(search.filter(), order.field())
                .trackTotalHits(track -> track.enabled(true))
                // One more than asked for tells whether there is a next page.
                .size(search.limit() + 1)
                .sort(List.of(
                        sort(order.field(), order.descending(), FieldType.Date),
                        sort(SOURCE, order.descending(), FieldType.Keyword),
                        sort(OFFSET, order.descending(), FieldType.Long)));
        Cursor after = search.after();
        if (after != null) {
            request.searchAfter(List.of(
                    FieldValue.of(after.millis()),
                    FieldValue.of(after.id().source()),
                    FieldValue.of(after.id().offset())));
        }
        SearchResponse<BinaryData> answer = ask(request.build(), BinaryData.class);
        List<LogPage.Hit> hits = new ArrayList<>();
        for (Hit<BinaryData> hit : answer.hits().hits()) {
            if (hits.size() < search.limit() && hit.source() != null) {
                hits.add(new LogPage.Hit(cursor(hit.sort()), bytes(hit.source())));
            }
        }
        boolean more = answer.hits().hits().size() > search.limit();
        return new LogPage(total(answer), hits, more ? hits.get(hits.size() - 1).cursor() : null);
    }

    private static SortOptions sort(String field, boolean descending, FieldType type) {
        return SortOptions.of(sort -> sort.field(f -> f.field(field)
                .order(descending ? SortOrder.Desc : SortOrder.Asc)
                .unmappedType(type)));
    }

    private static Cursor cursor(List<FieldValue> sort) {
        return new Cursor(
                sort.get(0).longValue(),
                new DocumentId(sort.get(1).stringValue(), sort.get(2).longValue()));
    }

    private static byte[] bytes(BinaryData data) throws IOException {
        ByteBuffer buffer = data.asByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static long total(SearchResponse<?> answer) {
        return answer.hits().total() == null ? 0 : answer.hits().total().value();
    }

    LogHistogram histogram(LogFilter filter, int buckets) throws LogQueryException, IOException {
        HistogramCounts counts = HistogramCounts.of(filter, buckets);
        long width = counts.widthMillis();
        // Buckets of Elasticsearch begin at multiples of their width; ours at the time asked for.
        long offset = Math.floorMod(counts.fromMillis(), width);
        Aggregation byTime = Aggregation.of(a -> a.dateHistogram(histogram -> histogram
                        .field("@timestamp")
                        .fixedInterval(time -> time.time(width + "ms"))
                        .offset(time -> time.time(offset + "ms"))
                        .minDocCount(1))
                .aggregations(
                        "level",
                        level -> level.terms(terms -> terms.field("log.level")
                                .missing(FieldValue.of(LogHistogram.NO_LEVEL))
                                .size(20))));
        SearchResponse<Void> answer = ask(
                begin(filter, "@timestamp").size(0).aggregations("time", byTime).build(), Void.class);
        Aggregate times = answer.aggregations().get("time");
        if (times != null && times.isDateHistogram()) {
            for (DateHistogramBucket time : times.dateHistogram().buckets().array()) {
                Aggregate levels = time.aggregations().get("level");
                if (levels == null || !levels.isSterms()) {
                    counts.add(time.key(), "", time.docCount());
                    continue;
                }
                for (StringTermsBucket level : levels.sterms().buckets().array()) {
                    counts.add(time.key(), level.key().stringValue(), level.docCount());
                }
            }
        }
        return counts.result();
    }

    long count(LogFilter filter) throws LogQueryException, IOException {
        return total(ask(
                begin(filter, "@timestamp")
                        .size(0)
                        .trackTotalHits(track -> track.enabled(true))
                        .build(),
                Void.class));
    }

    private SearchRequest.Builder begin(LogFilter filter, String timeField) throws LogQueryException {
        syntax.check(filter.query());
        List<Query> filters = new ArrayList<>();
        if (!filter.query().isBlank()) {
            filters.add(Query.of(q -> q.queryString(text -> text.query(filter.query())
                    .defaultField("message")
                    .allowLeadingWildcard(true)
                    .analyzeWildcard(true)
                    .lenient(true))));
        }
        if (filter.from() != null || filter.to() != null) {
            filters.add(range(filter, timeField));
        }
        return new SearchRequest.Builder()
                .index(STREAMS)
                .ignoreUnavailable(true)
                .timeout(TIMEOUT)
                .query(q -> q.bool(bool -> bool.filter(filters)));
    }

    private static Query range(LogFilter filter, String timeField) {
        @Nullable
        JsonData from = filter.from() == null ? null : JsonData.of(filter.from().toEpochMilli());
        @Nullable
        JsonData to = filter.to() == null ? null : JsonData.of(filter.to().toEpochMilli());
        return Query.of(q -> q.range(range -> range.untyped(u -> {
            u.field(timeField);
            if (from != null) {
                u.gte(from);
            }
            if (to != null) {
                u.lt(to);
            }
            return u;
        })));
    }

    private <T> SearchResponse<T> ask(SearchRequest request, Class<T> type) throws LogQueryException, IOException {
        try {
            SearchResponse<T> answer = connection.client().search(request, type);
            if (answer.timedOut()) {
                throw new LogQueryException("the query took longer than " + TIMEOUT + "; narrow its time range");
            }
            return answer;
        } catch (ElasticsearchException e) {
            if (e.status() == 400) {
                throw new LogQueryException("Elasticsearch refuses the query: " + firstReason(e), e);
            }
            throw new IOException(connection.explain(e), e);
        } catch (IOException e) {
            throw new IOException(connection.explain(e), e);
        }
    }

    private static String firstReason(ElasticsearchException e) {
        String reason = e.error().rootCause().isEmpty()
                ? e.error().reason()
                : e.error().rootCause().get(0).reason();
        return reason == null ? "it is malformed" : reason.lines().findFirst().orElse("it is malformed");
    }
}
