package io.vedette.collector.index.lucene;

import io.vedette.collector.index.samples.LabelBytes;
import io.vedette.collector.index.samples.LabelTerm;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Questions to the embedded history. Safe for use by any thread. */
final class SampleSearch {
    /** What reading a block costs, in samples. */
    private static final int SAMPLES_PER_BLOCK = 500;
    /** Sorts behind every text: no byte of UTF-8 is as large. */
    private static final byte BEHIND_ANY_TEXT = (byte) 0xff;

    private final Parts parts;

    SampleSearch(Parts parts) {
        this.parts = parts;
    }

    /** What is asked of all parts together. */
    private interface Question<T> {
        T ask(IndexReader reader) throws IOException;
    }

    /** What is asked of one segment. */
    private interface LeafQuestion {
        void ask(LeafReader leaf) throws IOException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        List<DirectoryReader> readers = parts.acquire();
        try (MultiReader all = new MultiReader(readers.toArray(IndexReader[]::new), false)) {
            return question.ask(all);
        } finally {
            for (DirectoryReader reader : readers) {
                reader.decRef();
            }
        }
    }

    private void askLeaves(long minMillis, long maxMillis, LeafQuestion question) throws IOException {
        ask(reader -> {
            for (LeafReaderContext leaf : reader.leaves()) {
                if (overlaps(leaf.reader(), minMillis, maxMillis)) {
                    question.ask(leaf.reader());
                }
            }
            return reader;
        });
    }

    private static boolean overlaps(LeafReader leaf, long minMillis, long maxMillis) throws IOException {
        byte[] first = PointValues.getMinPackedValue(leaf, SampleFields.FROM);
        byte[] last = PointValues.getMaxPackedValue(leaf, SampleFields.TO);
        return first != null
                && last != null
                && LongPoint.decodeDimension(first, 0) <= maxMillis
                && LongPoint.decodeDimension(last, 0) >= minMillis;
    }

    /** The time of the newest sample; {@link Long#MIN_VALUE} if there is none. */
    long newestMillis() throws IOException {
        return ask(reader -> {
            byte[] last = PointValues.getMaxPackedValue(reader, SampleFields.TO);
            return last == null ? Long.MIN_VALUE : LongPoint.decodeDimension(last, 0);
        });
    }

    Map<SeriesId, Long> lastMillis(long fromMillis, long toMillis) throws IOException {
        Map<SeriesId, Long> last = new HashMap<>();
        Query began = LabelQuery.range(SampleFields.FROM, fromMillis, toMillis);
        ask(reader -> {
            new IndexSearcher(reader).search(began, new BlockCollector() {
                private SeriesId[] byLabels = {};
                private SortedDocValues labels = DocValues.emptySorted();
                private NumericDocValues to = DocValues.emptyNumeric();

                @Override
                void enter(LeafReader leaf) throws IOException {
                    labels = leaf.getSortedDocValues(SampleFields.LABELS);
                    to = leaf.getNumericDocValues(SampleFields.TO);
                    byLabels = new SeriesId[labels.getValueCount()];
                }

                @Override
                public void collect(int doc) throws IOException {
                    labels.advanceExact(doc);
                    to.advanceExact(doc);
                    int number = labels.ordValue();
                    SeriesId series = byLabels[number];
                    if (series == null) {
                        series = SeriesId.of(BytesRef.deepCopyOf(labels.lookupOrd(number)).bytes);
                        byLabels[number] = series;
                    }
                    last.merge(series, to.longValue(), Math::max);
                }
            });
            return last;
        });
        return last;
    }

    Map<SeriesId, Labels> find(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException {
        Map<SeriesId, Labels> found = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        Query query = LabelQuery.of(matchers, minMillis, maxMillis);
        ask(reader -> {
            new IndexSearcher(reader).search(query, new BlockCollector() {
                private boolean[] seen = {};
                private SortedDocValues labels = DocValues.emptySorted();

                @Override
                void enter(LeafReader leaf) throws IOException {
                    labels = leaf.getSortedDocValues(SampleFields.LABELS);
                    seen = new boolean[labels.getValueCount()];
                    guard.worked(SAMPLES_PER_BLOCK);
                }

                @Override
                public void collect(int doc) throws IOException {
                    labels.advanceExact(doc);
                    int number = labels.ordValue();
                    if (!seen[number]) {
                        seen[number] = true;
                        look(BytesRef.deepCopyOf(labels.lookupOrd(number)).bytes);
                    }
                }

                private void look(byte[] bytes) {
                    guard.worked(SAMPLES_PER_BLOCK);
                    Labels candidate =
                            LabelBytes.read(ByteBuffer.wrap(bytes), text -> texts.computeIfAbsent(text, same -> same));
                    if (matchers.stream().allMatch(matcher -> matcher.matches(candidate.get(matcher.name())))
                            && found.putIfAbsent(SeriesId.of(bytes), candidate) == null) {
                        guard.found(found.size());
                    }
                }
            });
            return found;
        });
        return found;
    }

    Map<SeriesId, List<StoredBlock>> read(Collection<SeriesId> series, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException {
        SeriesId[] wanted = series.toArray(SeriesId[]::new);
        Map<SeriesId, List<StoredBlock>> found = new HashMap<>();
        askLeaves(minMillis, maxMillis, leaf -> {
            long[] places = places(leaf, wanted);
            if (places.length == 0) {
                return;
            }
            NumericDocValues from = leaf.getNumericDocValues(SampleFields.FROM);
            NumericDocValues to = leaf.getNumericDocValues(SampleFields.TO);
            SortedDocValues times = leaf.getSortedDocValues(SampleFields.TIMES);
            BinaryDocValues values = leaf.getBinaryDocValues(SampleFields.VALUES);
            Map<Integer, byte[]> sharedTimes = new HashMap<>();
            for (long place : places) {
                int doc = (int) (place >>> Integer.SIZE);
                from.advanceExact(doc);
                to.advanceExact(doc);
                if (from.longValue() > maxMillis || to.longValue() < minMillis) {
                    continue;
                }
                times.advanceExact(doc);
                values.advanceExact(doc);
                byte[] shared = sharedTimes.get(times.ordValue());
                if (shared == null) {
                    shared = BytesRef.deepCopyOf(times.lookupOrd(times.ordValue())).bytes;
                    sharedTimes.put(times.ordValue(), shared);
                }
                guard.worked(SAMPLES_PER_BLOCK);
                found.computeIfAbsent(wanted[(int) place], id -> new ArrayList<>())
                        .add(new StoredBlock(
                                from.longValue(), shared, BytesRef.deepCopyOf(values.binaryValue()).bytes));
            }
        });
        found.values().forEach(blocks -> blocks.sort(Comparator.comparingLong(StoredBlock::fromMillis)));
        return found;
    }

    /** The documents of some series, ascending: in the upper half of each number, the series' index in the lower. */
    private static long[] places(LeafReader leaf, SeriesId[] wanted) throws IOException {
        Terms terms = leaf.terms(SampleFields.SERIES);
        if (terms == null) {
            return new long[0];
        }
        TermsEnum term = terms.iterator();
        long[] places = new long[wanted.length];
        int count = 0;
        PostingsEnum blocks = null;
        for (int i = 0; i < wanted.length; i++) {
            if (!term.seekExact(new BytesRef(wanted[i].toBytes()))) {
                continue;
            }
            blocks = term.postings(blocks, PostingsEnum.NONE);
            while (blocks.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, 2 * count);
                }
                places[count++] = (long) blocks.docID() << Integer.SIZE | i;
            }
        }
        long[] sorted = Arrays.copyOf(places, count);
        Arrays.sort(sorted);
        return sorted;
    }

    SortedSet<String> labelNames(long minMillis, long maxMillis) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        askLeaves(minMillis, maxMillis, leaf -> {
            Terms terms = leaf.terms(SampleFields.LABEL);
            if (terms == null) {
                return;
            }
            TermsEnum term = terms.iterator();
            BytesRef next = new BytesRef();
            while (term.seekCeil(next) != TermsEnum.SeekStatus.END) {
                String name = LabelTerm.name(term.term().utf8ToString());
                names.add(name);
                BytesRef prefix = new BytesRef(LabelTerm.prefix(name));
                next = new BytesRef(Arrays.copyOf(prefix.bytes, prefix.length + 1));
                next.bytes[prefix.length] = BEHIND_ANY_TEXT;
            }
        });
        return names;
    }

    SortedSet<String> labelValues(String name, long minMillis, long maxMillis) throws IOException {
        SortedSet<String> values = new TreeSet<>();
        BytesRef prefix = new BytesRef(LabelTerm.prefix(name));
        askLeaves(minMillis, maxMillis, leaf -> {
            Terms terms = leaf.terms(SampleFields.LABEL);
            TermsEnum term = terms == null ? TermsEnum.EMPTY : terms.iterator();
            if (term.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
                return;
            }
            for (BytesRef next = term.term();
                    next != null && StringHelper.startsWith(next, prefix);
                    next = term.next()) {
                values.add(LabelQuery.valueOf(next, prefix));
            }
        });
        return values;
    }
}
