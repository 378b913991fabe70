package io.vedette.collector.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregate;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregation;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregationSource;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeBucket;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.collector.index.samples.LabelTerm;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Questions to a history in Elasticsearch. Safe for use by any thread. */
final class SampleQueries {
    /** Documents or buckets of one answer. */
    private static final int PAGE = 2_000;
    /** Values of one label; Elasticsearch makes no more buckets by default. */
    private static final int VALUES_MAX = 65_000;
    /** What an answer costs, in samples. */
    private static final int SAMPLES_PER_PAGE = 20_000;

    private static final String BY = "by";
    private static final String LAST = "last";

    private final Connection connection;
    private final String stream;

    SampleQueries(Connection connection, String stream) {
        this.connection = connection;
        this.stream = stream;
    }

    private <T> SearchResponse<T> ask(SearchRequest.Builder request, Class<T> document) throws IOException {
        return connection
                .client()
                .search(
                        request.index(stream)
                                .ignoreUnavailable(true)
                                .trackTotalHits(track -> track.enabled(false))
                                .build(),
                        document);
    }

    private static Query range(String field, long minMillis, long maxMillis) {
        return Query.of(query -> query.range(range ->
                range.untyped(r -> r.field(field).gte(JsonData.of(minMillis)).lte(JsonData.of(maxMillis)))));
    }

    /** Blocks that may have samples in a range. */
    private static List<Query> overlapping(long minMillis, long maxMillis) {
        List<Query> both = new ArrayList<>();
        both.add(range(SampleJson.FROM, DateBounds.MIN, DateBounds.within(maxMillis)));
        both.add(range(SampleJson.TO, minMillis, Long.MAX_VALUE));
        return both;
    }

    private static Query all(List<Query> conditions) {
        return Query.of(query -> query.bool(bool -> bool.filter(conditions)));
    }

    private static Query term(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    OptionalLong newestMillis() throws IOException {
        Aggregation last = Aggregation.of(a -> a.max(max -> max.field(SampleJson.TO)));
        Aggregate answer = ask(new SearchRequest.Builder().size(0).aggregations(LAST, last), Void.class)
                .aggregations()
                .get(LAST);
        Double millis = answer == null ? null : answer.max().value();
        return millis == null || !Double.isFinite(millis) ? OptionalLong.empty() : OptionalLong.of(millis.longValue());
    }

    Map<SeriesId, Long> lastMillis(long fromMillis, long beforeMillis) throws IOException {
        Map<SeriesId, Long> found = new HashMap<>();
        Query began = range(SampleJson.FROM, DateBounds.within(fromMillis), DateBounds.within(beforeMillis - 1));
        Map<String, FieldValue> after = Map.of();
        do {
            CompositeAggregation.Builder bySeries = new CompositeAggregation.Builder()
                    .size(PAGE)
                    .sources(Map.of(
                            SampleJson.SERIES,
                            CompositeAggregationSource.of(
                                    source -> source.terms(terms -> terms.field(SampleJson.SERIES)))));
            if (!after.isEmpty()) {
                bySeries.after(after);
            }
            Aggregation by = new Aggregation.Builder()
                    .composite(bySeries.build())
                    .aggregations(LAST, last -> last.max(max -> max.field(SampleJson.TO)))
                    .build();
            Aggregate answer = ask(
                            new SearchRequest.Builder().size(0).query(began).aggregations(BY, by), Void.class)
                    .aggregations()
                    .get(BY);
            if (answer == null) {
                return found;
            }
            CompositeAggregate series = answer.composite();
            for (CompositeBucket bucket : series.buckets().array()) {
                FieldValue id = bucket.key().get(SampleJson.SERIES);
                Aggregate last = bucket.aggregations().get(LAST);
                Double millis = last == null ? null : last.max().value();
                if (id != null && millis != null) {
                    found.put(SeriesId.parse(id.stringValue()), millis.longValue());
                }
            }
            after = series.afterKey();
        } while (!after.isEmpty());
        return found;
    }

    /** One document of each series answers; the conditions that no term tells are looked at here. */
    Map<SeriesId, Labels> find(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException {
        List<Query> conditions = overlapping(minMillis, maxMillis);
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches("")) {
                conditions.add(
                        matcher.type() == LabelMatcher.Type.EQUAL
                                ? term(SampleJson.LABELS, LabelTerm.of(matcher.name(), matcher.value()))
                                : term(SampleJson.NAMES, matcher.name()));
            }
        }
        Map<SeriesId, Labels> found = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        List<FieldValue> after = List.of();
        List<Hit<ObjectNode>> hits;
        do {
            guard.worked(SAMPLES_PER_PAGE);
            SearchRequest.Builder page = new SearchRequest.Builder()
                    .size(PAGE)
                    .query(all(conditions))
                    .collapse(collapse -> collapse.field(SampleJson.SERIES))
                    .sort(ascending(SampleJson.SERIES, FieldType.Keyword))
                    .source(source -> source.filter(filter -> filter.includes(SampleJson.LABELS)));
            hits = ask(after.isEmpty() ? page : page.searchAfter(after), ObjectNode.class)
                    .hits()
                    .hits();
            for (Hit<ObjectNode> hit : hits) {
                after = hit.sort();
                Labels labels = SampleJson.labels(source(hit), text -> texts.computeIfAbsent(text, same -> same));
                if (matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.name())))) {
                    found.put(SeriesId.parse(after.get(0).stringValue()), labels);
                }
            }
            guard.found(found.size());
        } while (hits.size() == PAGE);
        return found;
    }

    Map<SeriesId, List<StoredBlock>> read(Collection<SeriesId> series, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException {
        List<Query> conditions = overlapping(minMillis, maxMillis);
        List<FieldValue> ids =
                series.stream().map(id -> FieldValue.of(id.toString())).toList();
        conditions.add(Query.of(
                query -> query.terms(terms -> terms.field(SampleJson.SERIES).terms(values -> values.value(ids)))));
        Map<SeriesId, List<StoredBlock>> found = new HashMap<>();
        List<FieldValue> after = List.of();
        List<Hit<ObjectNode>> hits;
        do {
            guard.worked(SAMPLES_PER_PAGE);
            SearchRequest.Builder page = new SearchRequest.Builder()
                    .size(PAGE)
                    .query(all(conditions))
                    .sort(
                            ascending(SampleJson.SERIES, FieldType.Keyword),
                            ascending(SampleJson.FROM, FieldType.Date),
                            ascending(SampleJson.TO, FieldType.Long))
                    .source(source -> source.filter(filter -> filter.includes(SampleJson.TIMES, SampleJson.VALUES)));
            hits = ask(after.isEmpty() ? page : page.searchAfter(after), ObjectNode.class)
                    .hits()
                    .hits();
            for (Hit<ObjectNode> hit : hits) {
                after = hit.sort();
                found.computeIfAbsent(SeriesId.parse(after.get(0).stringValue()), id -> new ArrayList<>())
                        .add(SampleJson.block(after.get(1).longValue(), source(hit)));
            }
        } while (hits.size() == PAGE);
        return found;
    }

    private static SortOptions ascending(String field, FieldType type) {
        return SortOptions.of(
                sort -> sort.field(f -> f.field(field).order(SortOrder.Asc).unmappedType(type)));
    }

    private static ObjectNode source(Hit<ObjectNode> hit) throws IOException {
        ObjectNode source = hit.source();
        if (source == null) {
            throw new IOException("document " + hit.id() + " of the history has no content");
        }
        return source;
    }

    SortedSet<String> labelNames(long minMillis, long maxMillis) throws IOException {
        return new TreeSet<>(terms(SampleJson.NAMES, null, minMillis, maxMillis));
    }

    SortedSet<String> labelValues(String name, long minMillis, long maxMillis) throws IOException {
        SortedSet<String> values = new TreeSet<>();
        for (String term : terms(SampleJson.LABELS, LabelTerm.prefix(name), minMillis, maxMillis)) {
            values.add(LabelTerm.value(term));
        }
        return values;
    }

    private List<String> terms(String field, @Nullable String prefix, long minMillis, long maxMillis)
            throws IOException {
        Aggregation by = Aggregation.of(a -> a.terms(terms -> {
            terms.field(field).size(VALUES_MAX);
            return prefix == null ? terms : terms.include(include -> include.regexp(escaped(prefix) + ".*"));
        }));
        Aggregate answer = ask(
                        new SearchRequest.Builder()
                                .size(0)
                                .query(all(overlapping(minMillis, maxMillis)))
                                .aggregations(BY, by),
                        Void.class)
                .aggregations()
                .get(BY);
        if (answer == null || !answer.isSterms()) {
            // No index there yet.
            return List.of();
        }
        return answer.sterms().buckets().array().stream()
                .map(StringTermsBucket::key)
                .map(FieldValue::stringValue)
                .toList();
    }

    /** A text as a regular expression of Lucene that matches it alone. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (!Character.isLetterOrDigit(c)) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(c);
        });
        return escaped.toString();
    }

    /** Times that a field of type date takes; a query may ask beyond. */
    private static final class DateBounds {
        /** The year -999,999 or so; samples are refused long before. */
        private static final long MIN = -31_557_014_167_219_200L;

        private static final long MAX = 31_556_889_864_403_199L;

        private DateBounds() {}

        static long within(long millis) {
            return Math.max(MIN, Math.min(MAX, millis));
        }
    }
}
