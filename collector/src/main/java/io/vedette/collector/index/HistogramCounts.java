package io.vedette.collector.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts documents into buckets of time.
 *
 * <p>Not safe for use by several threads.
 */
public final class HistogramCounts {
    private final long fromMillis;
    private final long widthMillis;
    private final List<SortedMap<String, Long>> buckets;
    private long total;

    private HistogramCounts(long fromMillis, long widthMillis, int buckets) {
        this.fromMillis = fromMillis;
        this.widthMillis = widthMillis;
        this.buckets = new ArrayList<>(buckets);
        for (int i = 0; i < buckets; i++) {
            this.buckets.add(new TreeMap<>());
        }
    }

    /**
     * Empty buckets over a filter's time, the last of which may reach beyond it.
     *
     * @param filter with both its times
     * @param buckets how many are wanted; fewer if they would be shorter than a millisecond
     * @throws LogQueryException if the times or the number are none to make buckets of
     */
    public static HistogramCounts of(LogFilter filter, int buckets) throws LogQueryException {
        if (filter.from() == null || filter.to() == null || !filter.from().isBefore(filter.to())) {
            throw new LogQueryException("a histogram needs a time \"from\" before its time \"to\"");
        }
        if (buckets < 1 || buckets > LogHistogram.BUCKETS_MAX) {
            throw new LogQueryException("buckets is " + buckets + "; it is between 1 and " + LogHistogram.BUCKETS_MAX);
        }
        long from = filter.from().toEpochMilli();
        long length = Math.max(1, filter.to().toEpochMilli() - from);
        long width = (length + buckets - 1) / buckets;
        return new HistogramCounts(from, width, (int) ((length + width - 1) / width));
    }

    /** Beginning of the first bucket, milliseconds since the Unix epoch. */
    public long fromMillis() {
        return fromMillis;
    }

    /** Length of a bucket in milliseconds. */
    public long widthMillis() {
        return widthMillis;
    }

    /** Counts documents of a time within the filter; an empty level is {@link LogHistogram#NO_LEVEL}. */
    public void add(long millis, String level, long documents) {
        int bucket = (int) ((millis - fromMillis) / widthMillis);
        if (millis < fromMillis || bucket >= buckets.size()) {
            return;
        }
        buckets.get(bucket).merge(level.isEmpty() ? LogHistogram.NO_LEVEL : level, documents, Long::sum);
        total += documents;
    }

    /** What was counted. */
    public LogHistogram result() {
        List<LogHistogram.Bucket> result = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            result.add(new LogHistogram.Bucket(fromMillis + i * widthMillis, buckets.get(i)));
        }
        return new LogHistogram(total, Duration.ofMillis(widthMillis), result);
    }
}
