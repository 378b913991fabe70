package io.vedette.rules.head;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The values of one label, each with the series that have it. The set of values may be read by any thread at any time;
 * the bitmaps only under the index's lock.
 */
final class LabelValues {
    private record Posting(String value, RoaringBitmap series) {}

    private final String name;
    private final ConcurrentHashMap<String, Posting> postings = new ConcurrentHashMap<>();
    /** Goes up with each value that comes or goes, so that what was computed from the values can be told outdated. */
    private volatile long version;

    LabelValues(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    long version() {
        return version;
    }

    boolean isEmpty() {
        return postings.isEmpty();
    }

    int size() {
        return postings.size();
    }

    /** The string kept for a value, or the value itself. */
    String canonical(String value) {
        Posting posting = postings.get(value);
        return posting == null ? value : posting.value();
    }

    /** Returns whether the value is new. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time changes the index
    boolean add(String value, int id) {
        Posting posting = postings.get(value);
        boolean isNew = posting == null;
        if (posting == null) {
            posting = new Posting(value, new RoaringBitmap());
            postings.put(value, posting);
            version++;
        }
        posting.series().add(id);
        return isNew;
    }

    /** Returns whether that was the last series of the value. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time changes the index
    boolean remove(String value, int id) {
        Posting posting = postings.get(value);
        if (posting == null) {
            return false;
        }
        posting.series().remove(id);
        if (posting.series().isEmpty()) {
            postings.remove(value);
            version++;
            return true;
        }
        return false;
    }

    /** The values that meet a condition. */
    List<String> matching(Predicate<String> condition) {
        List<String> matching = new ArrayList<>();
        for (String value : postings.keySet()) {
            if (condition.test(value)) {
                matching.add(value);
            }
        }
        return matching;
    }

    /** The series with a value, or null. */
    @Nullable
    RoaringBitmap series(String value) {
        Posting posting = postings.get(value);
        return posting == null ? null : posting.series();
    }

    /** Calls with each value and the number of its series. */
    void forEach(ObjIntConsumer<String> consumer) {
        postings.forEach(
                (value, posting) -> consumer.accept(value, posting.series().getCardinality()));
    }
}
