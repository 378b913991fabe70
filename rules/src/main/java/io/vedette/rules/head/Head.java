package io.vedette.rules.head;

import io.vedette.rules.head.HeadStats.Limit;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * The recent window of all series, in memory. Rebuilt from Kafka at start, so it is never written to disk.
 *
 * <p>Safe for use by any thread. Samples are taken in one at a time; queries go on meanwhile without waiting. The head
 * reads no clock: whoever appends decides what is too far in the future, and calls {@link #truncate}.
 */
public final class Head implements SeriesSource {
    /** What became of a sample. */
    public enum Appended {
        STORED,
        /** The series has that very sample already: the record was read twice. */
        DUPLICATE,
        /** The series has another value at that time, or a later sample. */
        OUT_OF_ORDER,
        /** Older than the window. */
        TOO_OLD,
        /** A limit was met: too many series, or no memory left for one more. */
        LIMITED
    }

    /** When memory is used up, so much is freed at once that it pays to look at all series. */
    private static final double KEPT_AFTER_EVICTION = 0.9;
    /**
     * This part of the memory at most goes to series as such: whoever makes up labels must not leave the samples of
     * others without room.
     */
    private static final double MOST_FIXED = 0.5;
    /** With fewer complete chunks than this part of the series, looking for them costs more than they give. */
    private static final int WORTH_LOOKING = 16;

    private final HeadLimits limits;
    private final Horizon horizon = new Horizon();
    private final LabelIndex index = new LabelIndex();
    /** Held for each change; guards all below. */
    private final Object changing = new Object();

    private final Map<Labels, MemorySeries> series = new HashMap<>();
    private final Cardinality cardinality;
    private final ChunkWriting writing = new ChunkWriting();
    private final long[] appended = new long[Appended.values().length];
    private long seriesBytes;
    private long overheadBytes;
    private long completeChunks;
    private long completeSamples;
    private long evictedChunks;
    private long firstMillis = Long.MAX_VALUE;
    private long forgottenBeforeMillis = Long.MIN_VALUE;
    private long lateFromMillis = Long.MAX_VALUE;
    private long keptUntilMillis = Long.MIN_VALUE;
    private long spareFromMillis = Long.MAX_VALUE;
    /** From {@link #firstMillis} and {@link #forgottenBeforeMillis}, for those who read it without the lock. */
    private volatile long completeFromMillis = Long.MAX_VALUE;

    /** An empty head. */
    public Head(HeadLimits limits) {
        this.limits = limits;
        this.cardinality = new Cardinality(limits);
    }

    /** What it may hold. */
    public HeadLimits limits() {
        return limits;
    }

    /**
     * Takes a sample in.
     *
     * @param timestampMillis milliseconds since the Unix epoch
     */
    public Appended append(Labels labels, long timestampMillis, double value) {
        synchronized (changing) {
            MemorySeries known = series.get(labels);
            return count(
                    known == null
                            ? create(labels, false, timestampMillis, value)
                            : store(known, timestampMillis, value));
        }
    }

    /**
     * A reference that makes appending to a series cheaper. The series need not exist and does not come to be by it.
     */
    public SeriesRef ref(Labels labels) {
        return new SeriesRef(labels, false);
    }

    /**
     * The same for a series that has samples at times of its own, and is kept apart from those whose samples come
     * together.
     */
    public SeriesRef loneRef(Labels labels) {
        return new SeriesRef(labels, true);
    }

    /**
     * Takes a sample in.
     *
     * @param to given out by this head
     * @param timestampMillis milliseconds since the Unix epoch
     */
    public Appended append(SeriesRef to, long timestampMillis, double value) {
        synchronized (changing) {
            MemorySeries known = to.series();
            if (known == null || known.isForgotten()) {
                known = series.get(to.labels());
                if (known == null) {
                    return count(create(to.labels(), to.isAlone(), timestampMillis, value));
                }
                to.pointTo(known);
            }
            return count(store(known, timestampMillis, value));
        }
    }

    private Appended count(Appended outcome) {
        appended[outcome.ordinal()]++;
        return outcome;
    }

    private Appended create(Labels labels, boolean alone, long timestampMillis, double value) {
        if (timestampMillis < horizon.millis()) {
            return Appended.TOO_OLD;
        }
        Limit broken = cardinality.brokenBy(labels);
        if (broken == null && (fixedBytes() > MOST_FIXED * limits.maxBytes() || (isFull() && !evict()))) {
            broken = Limit.BYTES;
        }
        if (broken != null) {
            cardinality.refused(broken, labels);
            return Appended.LIMITED;
        }
        MemorySeries fresh = new MemorySeries(
                index.freeId(), index.canonical(labels), horizon, alone, timestampMillis, value, writing);
        series.put(fresh.labels(), fresh);
        index.add(fresh);
        cardinality.added(fresh.labels());
        overheadBytes += fresh.overheadBytes();
        seriesBytes += fresh.overheadBytes() + fresh.openBytes();
        firstMillis = Math.min(firstMillis, timestampMillis);
        forgotBefore(forgottenBeforeMillis);
        return stored(timestampMillis);
    }

    private Appended stored(long timestampMillis) {
        if (timestampMillis < keptUntilMillis) {
            lateFromMillis = Math.min(lateFromMillis, timestampMillis);
        }
        return Appended.STORED;
    }

    private void forgotBefore(long millis) {
        forgottenBeforeMillis = Math.max(forgottenBeforeMillis, millis);
        completeFromMillis =
                firstMillis == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(firstMillis, forgottenBeforeMillis);
    }

    private Appended store(MemorySeries known, long timestampMillis, double value) {
        if (timestampMillis < horizon.millis()) {
            return Appended.TOO_OLD;
        }
        if (isFull() && !evict() && timestampMillis > known.lastMillis()) {
            restart(known, timestampMillis, value);
            return stored(timestampMillis);
        }
        int openBytes = known.openBytes();
        int chunks = known.completeChunks().length;
        Appended outcome = known.append(timestampMillis, value, writing);
        seriesBytes += known.openBytes() - openBytes;
        if (known.completeChunks().length > chunks) {
            Chunk sealed = known.completeChunks()[chunks];
            seriesBytes += sealed.sizeBytes(chunks == 0 ? null : known.completeChunks()[chunks - 1]);
            completeChunks++;
            completeSamples += sealed.samples();
        }
        return outcome == Appended.STORED ? stored(timestampMillis) : outcome;
    }

    /** Lets go of all but the newest sample of a series: the last resort when open chunks alone take all memory. */
    private void restart(MemorySeries known, long timestampMillis, double value) {
        forgotBefore(known.lastMillis() + 1);
        evictedChunks += dropComplete(known, Long.MAX_VALUE) + 1;
        seriesBytes -= known.openBytes();
        known.restart(timestampMillis, value, writing);
        seriesBytes += known.openBytes();
    }

    /** What no eviction gives back. */
    private long fixedBytes() {
        return overheadBytes + index.sizeBytes();
    }

    private long sizeBytes() {
        return seriesBytes + writing.times().sizeBytes() + index.sizeBytes();
    }

    private boolean isFull() {
        return sizeBytes() > limits.maxBytes();
    }

    /**
     * Says that samples before a time are kept elsewhere, too. From then on samples that come for a time before are
     * remembered for {@link #takeLate}.
     *
     * @param spareFromMillis from here on {@link #truncate} spares samples, as they are not kept elsewhere yet, or not
     *     all of them; at most {@code beforeMillis}
     */
    public void keptUntil(long beforeMillis, long spareFromMillis) {
        synchronized (changing) {
            keptUntilMillis = beforeMillis;
            this.spareFromMillis = spareFromMillis;
        }
    }

    /**
     * The earliest time of the samples that came since the last call for a time that was said to be kept elsewhere
     * already; {@link Long#MAX_VALUE} if none came.
     */
    public long takeLate() {
        synchronized (changing) {
            long late = lateFromMillis;
            lateFromMillis = Long.MAX_VALUE;
            return late;
        }
    }

    /**
     * The time from which on nothing has been forgotten, milliseconds since the Unix epoch; {@link Long#MAX_VALUE}
     * while no sample has come. Never goes back once samples have been forgotten.
     */
    public long completeFromMillis() {
        return completeFromMillis;
    }

    /** The time before which samples are refused as too old, milliseconds since the Unix epoch. */
    public long horizonMillis() {
        return horizon.millis();
    }

    /**
     * Forgets samples before a time, and series that have none left. A time before that of an earlier call is as that.
     * Samples that should be kept elsewhere and are not yet ({@link #keptUntil}) are spared, for another window's
     * length at most.
     */
    public void truncate(long beforeMillis) {
        synchronized (changing) {
            long needed = Math.min(spareFromMillis, lateFromMillis);
            long before = Math.min(
                    beforeMillis,
                    Math.max(needed, beforeMillis - limits.window().toMillis()));
            forget(before);
        }
    }

    private void forget(long beforeMillis) {
        if (beforeMillis <= horizon.millis()) {
            return;
        }
        // First said, then done: who reads and asks afterwards from when on all is there must not be told too early.
        forgotBefore(beforeMillis);
        horizon.moveTo(beforeMillis);
        List<MemorySeries> gone = new ArrayList<>();
        for (MemorySeries candidate : series.values()) {
            if (candidate.lastMillis() < beforeMillis) {
                gone.add(candidate);
            } else {
                dropComplete(candidate, beforeMillis);
            }
        }
        forget(gone);
    }

    /** Lets go of the complete chunks that end before a time; returns how many. */
    private int dropComplete(MemorySeries from, long beforeMillis) {
        Chunk[] chunks = from.completeChunks();
        int count = 0;
        while (count < chunks.length && chunks[count].maxMillis() < beforeMillis) {
            seriesBytes -= chunks[count].sizeBytes(count + 1 < chunks.length ? chunks[count + 1] : null);
            completeSamples -= chunks[count].samples();
            count++;
        }
        if (count > 0) {
            completeChunks -= count;
            from.dropOldest(count, writing.times());
        }
        return count;
    }

    private void forget(List<MemorySeries> gone) {
        for (MemorySeries one : gone) {
            dropComplete(one, Long.MAX_VALUE);
            overheadBytes -= one.overheadBytes();
            seriesBytes -= one.overheadBytes() + one.openBytes();
            one.forget(writing);
            series.remove(one.labels());
            cardinality.removed(one.labels());
        }
        index.remove(gone);
    }

    /** Drops the oldest complete chunks of all series; returns whether there is room now. */
    private boolean evict() {
        if (completeChunks == 0 || completeChunks < series.size() / WORTH_LOOKING) {
            return false;
        }
        long excess = sizeBytes() - (long) (KEPT_AFTER_EVICTION * limits.maxBytes());
        long cut = Eviction.cut(series.values(), excess);
        forgotBefore(cut);
        for (MemorySeries one : series.values()) {
            evictedChunks += dropComplete(one, cut);
        }
        return !isFull();
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        return index.select(matchers, minMillis, maxMillis);
    }

    @Override
    public SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        return index.labelNames(matchers, minMillis, maxMillis);
    }

    @Override
    public SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        return index.labelValues(name, matchers, minMillis, maxMillis);
    }

    /** What it holds now, and what has been counted since the start. */
    public HeadStats stats() {
        synchronized (changing) {
            Map<Appended, Long> outcomes = new EnumMap<>(Appended.class);
            for (Appended outcome : Appended.values()) {
                outcomes.put(outcome, appended[outcome.ordinal()]);
            }
            long samples = completeSamples;
            for (MemorySeries one : series.values()) {
                samples += one.openSamples();
            }
            return new HeadStats(
                    series.size(),
                    samples,
                    sizeBytes(),
                    completeChunks + series.size(),
                    outcomes,
                    evictedChunks,
                    completeFromMillis == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(completeFromMillis),
                    cardinality.refusals());
        }
    }

    /** Who met a limit since the start, most samples first. */
    public List<HeadStats.Refusal> refusals() {
        synchronized (changing) {
            return cardinality.refusals();
        }
    }

    /**
     * Which metrics, labels and values there are most of.
     *
     * @param top length of each list at most
     */
    public HeadCardinalities cardinalities(int top) {
        return index.cardinalities(top);
    }
}
