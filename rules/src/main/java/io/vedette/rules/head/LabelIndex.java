package io.vedette.rules.head;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds series by conditions on their labels: a bitmap of series for each value of each label.
 *
 * <p>One thread at a time adds and removes, any may search. Bitmaps and the table of series are guarded by a lock that
 * is held for set operations only; comparing values with regular expressions is done outside of it.
 */
final class LabelIndex {
    /** A name, a value, their entries in the maps and a small bitmap, besides the text. */
    private static final int VALUE_BYTES = 250;

    private final ConcurrentHashMap<String, LabelValues> names = new ConcurrentHashMap<>();
    private final RegexCache regexes = new RegexCache();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final RoaringBitmap all = new RoaringBitmap();
    private @Nullable MemorySeries[] byId = new MemorySeries[1024];
    private long textBytes;
    /** No number below is free. */
    private int firstFree;

    /** The same labels made of the strings that the index holds already, so that series share them. */
    Labels canonical(Labels labels) {
        String[] shared = new String[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            LabelValues values = names.get(labels.nameAt(i));
            shared[2 * i] = values == null ? labels.nameAt(i) : values.name();
            shared[2 * i + 1] = values == null ? labels.valueAt(i) : values.canonical(labels.valueAt(i));
        }
        return Labels.ofSorted(shared, shared.length);
    }

    /** The lowest number no series has. */
    int freeId() {
        firstFree = (int) all.nextAbsentValue(firstFree);
        return firstFree;
    }

    void add(MemorySeries series) {
        Lock write = lock.writeLock();
        write.lock();
        try {
            int id = series.id();
            if (id >= byId.length) {
                byId = Arrays.copyOf(byId, Math.max(id + 1, 2 * byId.length));
            }
            byId[id] = series;
            all.add(id);
            series.labels().forEach((name, value) -> {
                LabelValues values = names.computeIfAbsent(name, LabelValues::new);
                if (values.add(value, id)) {
                    textBytes += bytesOf(value);
                }
            });
        } finally {
            write.unlock();
        }
    }

    void remove(Iterable<MemorySeries> gone) {
        Lock write = lock.writeLock();
        write.lock();
        try {
            for (MemorySeries series : gone) {
                byId[series.id()] = null;
                firstFree = Math.min(firstFree, series.id());
                all.remove(series.id());
                series.labels().forEach((name, value) -> {
                    LabelValues values = names.get(name);
                    if (values != null && values.remove(value, series.id())) {
                        textBytes -= bytesOf(value);
                        if (values.isEmpty()) {
                            names.remove(name);
                        }
                    }
                });
            }
        } finally {
            write.unlock();
        }
    }

    private static int bytesOf(String value) {
        return VALUE_BYTES + value.length();
    }

    /** Memory of texts and bitmaps, estimated. For the thread that changes the index. */
    long sizeBytes() {
        return textBytes + Integer.BYTES * (long) byId.length;
    }

    /** The series that meet all conditions and may have samples in a range. */
    List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        List<Series> found = new ArrayList<>();
        forEach(matchers, minMillis, maxMillis, found::add);
        return found;
    }

    SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        SortedSet<String> found = new TreeSet<>();
        forEach(matchers, minMillis, maxMillis, series -> series.labels().forEach((name, value) -> found.add(name)));
        return found;
    }

    SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        SortedSet<String> found = new TreeSet<>();
        List<LabelMatcher> having = new ArrayList<>(matchers);
        having.add(new LabelMatcher(name, LabelMatcher.Type.NOT_EQUAL, ""));
        forEach(
                having,
                minMillis,
                maxMillis,
                series -> found.add(series.labels().get(name)));
        return found;
    }

    private void forEach(List<LabelMatcher> matchers, long minMillis, long maxMillis, Consumer<MemorySeries> consumer) {
        // Values first, outside the lock: this is where regular expressions run.
        List<Condition> conditions = new ArrayList<>(matchers.size());
        for (LabelMatcher matcher : matchers) {
            conditions.add(Condition.of(matcher, names.get(matcher.name()), regexes));
        }
        List<MemorySeries> found = new ArrayList<>();
        Lock read = lock.readLock();
        read.lock();
        try {
            RoaringBitmap ids = intersect(conditions);
            for (IntIterator it = ids.getIntIterator(); it.hasNext(); ) {
                MemorySeries series = byId[it.next()];
                if (series != null) {
                    found.add(series);
                }
            }
        } finally {
            read.unlock();
        }
        for (MemorySeries series : found) {
            if (series.overlaps(minMillis, maxMillis)) {
                consumer.accept(series);
            }
        }
    }

    private RoaringBitmap intersect(List<Condition> conditions) {
        RoaringBitmap ids = null;
        for (Condition condition : conditions) {
            if (!condition.excludes()) {
                RoaringBitmap having = condition.union();
                ids = ids == null ? having : RoaringBitmap.and(ids, having);
                if (ids.isEmpty()) {
                    return ids;
                }
            }
        }
        RoaringBitmap left = ids == null ? all.clone() : ids;
        for (Condition condition : conditions) {
            if (condition.excludes()) {
                left = RoaringBitmap.andNot(left, condition.union());
            }
        }
        return left;
    }

    /** Series by metric name, values by label, series by label and value: the largest of each. */
    HeadCardinalities cardinalities(int top) {
        List<HeadCardinalities.Count> valuesByLabel = new ArrayList<>();
        List<HeadCardinalities.Count> seriesByMetric = new ArrayList<>();
        List<HeadCardinalities.Count> seriesByPair = new ArrayList<>();
        Lock read = lock.readLock();
        read.lock();
        try {
            names.forEach((name, values) -> {
                valuesByLabel.add(new HeadCardinalities.Count(name, values.size()));
                values.forEach((value, series) -> {
                    seriesByPair.add(new HeadCardinalities.Count(name + "=" + value, series));
                    if (name.equals(Labels.NAME)) {
                        seriesByMetric.add(new HeadCardinalities.Count(value, series));
                    }
                });
            });
        } finally {
            read.unlock();
        }
        return new HeadCardinalities(
                largest(seriesByMetric, top), largest(valuesByLabel, top), largest(seriesByPair, top));
    }

    private static List<HeadCardinalities.Count> largest(List<HeadCardinalities.Count> counts, int top) {
        Collections.sort(counts);
        return counts.subList(0, Math.min(top, counts.size()));
    }
}
