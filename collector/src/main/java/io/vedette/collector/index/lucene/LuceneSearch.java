package io.vedette.collector.index.lucene;

import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.Cursor;
import io.vedette.collector.index.DocumentId;
import io.vedette.collector.index.HistogramCounts;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogHistogram;
import io.vedette.collector.index.LogPage;
import io.vedette.collector.index.LogQueryException;
import io.vedette.collector.index.LogSearch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/** Questions to the embedded index. Safe for use by any thread. */
final class LuceneSearch {
    /** Longer, and a query takes from the others what it does not give. */
    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    /** A page ends early when its documents are this large together. */
    private static final long PAGE_BYTES_MAX = 16L << 20;

    private final Parts parts;
    private final EcsSchema schema;
    private final Analyzer analyzer;
    private final LongSupplier nanos;

    LuceneSearch(Parts parts, EcsSchema schema, Analyzer analyzer, LongSupplier nanos) {
        this.parts = parts;
        this.schema = schema;
        this.analyzer = analyzer;
        this.nanos = nanos;
    }

    /** What is asked of a searcher. */
    private interface Question<T> {
        T ask(IndexSearcher searcher) throws IOException;
    }

    LogPage search(LogSearch search) throws LogQueryException, IOException {
        Query query = query(search.filter(), search.order().field());
        Sort sort = sort(search.order());
        return ask(searcher -> {
            int total = searcher.count(query);
            IndexReader reader = searcher.getIndexReader();
            if (total == 0) {
                return new LogPage(0, List.of(), null);
            }
            Cursor after = search.after();
            // One more than asked for tells whether there is a next page.
            TopDocs top = after == null
                    ? searcher.search(query, search.limit() + 1, sort)
                    : searcher.searchAfter(place(after, reader), query, search.limit() + 1, sort);
            List<LogPage.Hit> hits = hits(top, searcher.storedFields(), search.limit());
            boolean more = top.scoreDocs.length > hits.size();
            return new LogPage(total, hits, more ? hits.get(hits.size() - 1).cursor() : null);
        });
    }

    LogHistogram histogram(LogFilter filter, int buckets) throws LogQueryException, IOException {
        HistogramCounts counts = HistogramCounts.of(filter, buckets);
        Query query = query(filter, IndexFields.TIMESTAMP);
        return ask(searcher -> {
            searcher.search(query, new HistogramCollector(counts));
            return counts.result();
        });
    }

    long count(LogFilter filter) throws LogQueryException, IOException {
        Query query = query(filter, IndexFields.TIMESTAMP);
        return ask(searcher -> (long) searcher.count(query));
    }

    private Query query(LogFilter filter, String timeField) throws LogQueryException {
        Query query = LogQueryParser.parse(filter.query(), schema, analyzer);
        if (filter.from() == null && filter.to() == null) {
            return query;
        }
        long from = filter.from() == null ? Long.MIN_VALUE : filter.from().toEpochMilli();
        long to = filter.to() == null ? Long.MAX_VALUE : filter.to().toEpochMilli() - 1;
        Query range = new IndexOrDocValuesQuery(
                LongPoint.newRangeQuery(timeField, from, to),
                NumericDocValuesField.newSlowRangeQuery(timeField, from, to));
        if (query instanceof MatchAllDocsQuery) {
            return range;
        }
        return new BooleanQuery.Builder()
                .add(query, Occur.FILTER)
                .add(range, Occur.FILTER)
                .build();
    }

    private static Sort sort(LogSearch.Order order) {
        boolean descending = order.descending();
        return new Sort(
                new SortField(order.field(), SortField.Type.LONG, descending),
                new SortField(IndexFields.SOURCE, SortField.Type.STRING, descending),
                new SortField(IndexFields.OFFSET, SortField.Type.LONG, descending));
    }

    /** The cursor as Lucene wants it; the document number makes the document at the cursor itself be passed over. */
    private static FieldDoc place(Cursor cursor, IndexReader reader) {
        DocumentId id = cursor.id();
        return new FieldDoc(
                reader.maxDoc() - 1, Float.NaN, new Object[] {cursor.millis(), new BytesRef(id.source()), id.offset()});
    }

    private static List<LogPage.Hit> hits(TopDocs top, StoredFields stored, int limit) throws IOException {
        List<LogPage.Hit> hits = new ArrayList<>(Math.min(limit, top.scoreDocs.length));
        long bytesLeft = PAGE_BYTES_MAX;
        for (ScoreDoc found : top.scoreDocs) {
            if (hits.size() == limit || bytesLeft <= 0) {
                break;
            }
            Object[] place = ((FieldDoc) found).fields;
            DocumentId id = new DocumentId(((BytesRef) place[1]).utf8ToString(), (Long) place[2]);
            BytesRef json =
                    stored.document(found.doc, Set.of(IndexFields.SOURCE_JSON)).getBinaryValue(IndexFields.SOURCE_JSON);
            byte[] bytes = BytesRef.deepCopyOf(json).bytes;
            bytesLeft -= bytes.length;
            hits.add(new LogPage.Hit(new Cursor((Long) place[0], id), bytes));
        }
        return hits;
    }

    private <T> T ask(Question<T> question) throws LogQueryException, IOException {
        List<DirectoryReader> readers = parts.acquire();
        try (MultiReader all = new MultiReader(readers.toArray(IndexReader[]::new), false)) {
            IndexSearcher searcher = new IndexSearcher(all);
            long begun = nanos.getAsLong();
            searcher.setTimeout(() -> nanos.getAsLong() - begun > TIME_MAX.toNanos());
            T answer = question.ask(searcher);
            if (searcher.timedOut()) {
                throw new LogQueryException(
                        "the query took longer than " + TIME_MAX.toSeconds() + " s; narrow its time range");
            }
            return answer;
        } catch (IndexSearcher.TooManyClauses | TooComplexToDeterminizeException e) {
            throw new LogQueryException("the query asks for too much at once; use fewer terms and wildcards", e);
        } finally {
            for (DirectoryReader reader : readers) {
                reader.decRef();
            }
        }
    }
}
