package io.vedette.rules.head;

import io.vedette.rules.head.Head.Appended;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.StaleMarker;
import java.util.Arrays;

/**
 * A series of the head: complete chunks and one that is open. One thread at a time changes it, any may read meanwhile
 * without a lock; see {@link #read}.
 */
final class MemorySeries implements Series {
    /** About what a chunk's overhead is worth against decoding half a chunk for each read of the newest samples. */
    static final int SAMPLES_PER_CHUNK = 160;
    /** A chunk with so many samples is rather sealed than coded anew when a value does not suit it. */
    private static final int WORTH_SEALING = 32;
    /** Fields, the labels' array, entries in the map and in the postings, all without the strings. */
    private static final int OVERHEAD_BYTES = 200;

    private static final int LABEL_BYTES = 16;
    private static final Chunk[] NO_CHUNKS = {};

    private final int id;
    private final Labels labels;
    private final Horizon horizon;
    private volatile Chunk[] complete = NO_CHUNKS;
    private volatile OpenChunk open;
    private long lastMillis;
    private double lastValue;
    private boolean forgotten;

    MemorySeries(int id, Labels labels, Horizon horizon, long timestampMillis, double value) {
        this.id = id;
        this.labels = labels;
        this.horizon = horizon;
        this.open = begin(timestampMillis, value);
        remember(timestampMillis, value);
    }

    private static OpenChunk begin(long timestampMillis, double value) {
        OpenChunk chunk = new OpenChunk(Decimals.places(value, 0), timestampMillis);
        chunk.append(timestampMillis, value);
        return chunk;
    }

    private void remember(long timestampMillis, double value) {
        lastMillis = timestampMillis;
        lastValue = value;
    }

    int id() {
        return id;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    /** Whether the head has let go of this series. For the thread that changes it. */
    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    /** @param scratch for looking a sample up; its content is overwritten */
    Appended append(long timestampMillis, double value, SampleBuffer scratch) {
        if (timestampMillis <= lastMillis) {
            return has(timestampMillis, value, scratch) ? Appended.DUPLICATE : Appended.OUT_OF_ORDER;
        }
        OpenChunk chunk = open;
        if (chunk.samples() >= SAMPLES_PER_CHUNK || StaleMarker.is(value) != StaleMarker.is(lastValue)) {
            // A stale marker is no decimal: alone in its chunk it does not spoil the coding of its neighbours.
            rotate(timestampMillis, value);
        } else if (chunk.holds(value)) {
            chunk.append(timestampMillis, value);
        } else if (chunk.samples() >= WORTH_SEALING) {
            rotate(timestampMillis, value);
        } else {
            OpenChunk other = chunk.recodedFor(value);
            other.append(timestampMillis, value);
            open = other;
        }
        remember(timestampMillis, value);
        return Appended.STORED;
    }

    private void rotate(long timestampMillis, double value) {
        Chunk[] old = complete;
        Chunk[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = open.seal();
        OpenChunk fresh = begin(timestampMillis, value);
        complete = more;
        open = fresh;
    }

    /** Forgets all samples for a newer one. */
    void restart(long timestampMillis, double value) {
        complete = NO_CHUNKS;
        open = begin(timestampMillis, value);
        remember(timestampMillis, value);
    }

    private boolean has(long timestampMillis, double value, SampleBuffer scratch) {
        long bits = Double.doubleToRawLongBits(value);
        if (timestampMillis == lastMillis) {
            return bits == Double.doubleToRawLongBits(lastValue);
        }
        scratch.clear();
        read(timestampMillis, timestampMillis, scratch);
        return scratch.size() == 1 && bits == Double.doubleToRawLongBits(scratch.value(0));
    }

    @Override
    public void read(long minMillis, long maxMillis, SampleBuffer into) {
        long from = Math.max(minMillis, horizon.millis());
        // The open chunk first: if it is sealed meanwhile, its samples are met twice rather than never, and the
        // second time they are left out.
        OpenChunk newest = open;
        Chunk[] older = complete;
        for (Chunk chunk : older) {
            if (chunk.maxMillis() >= from && chunk.minMillis() <= maxMillis) {
                chunk.read(from, maxMillis, into);
            }
        }
        if (older.length > 0) {
            from = Math.max(from, older[older.length - 1].maxMillis() + 1);
        }
        if (from <= maxMillis) {
            newest.read(from, maxMillis, into);
        }
    }

    /** Whether there may be samples in a time range, both ends inclusive. */
    boolean overlaps(long minMillis, long maxMillis) {
        OpenChunk newest = open;
        Chunk[] older = complete;
        long first = older.length > 0 ? older[0].minMillis() : newest.minMillis();
        return first <= maxMillis && newest.maxMillis() >= Math.max(minMillis, horizon.millis());
    }

    /** Time of the newest sample. For the thread that changes the series. */
    long lastMillis() {
        return lastMillis;
    }

    /** The sealed chunks, oldest first; not to be changed. */
    Chunk[] completeChunks() {
        return complete;
    }

    /** Lets go of the oldest complete chunks. */
    void dropOldest(int chunks) {
        Chunk[] old = complete;
        complete = chunks == old.length ? NO_CHUNKS : Arrays.copyOfRange(old, chunks, old.length);
    }

    /** Size of the open chunk, which changes as samples come. */
    int openBytes() {
        return open.sizeBytes();
    }

    /** Number of samples in the open chunk. */
    int openSamples() {
        return open.samples();
    }

    /** What the series takes besides its chunks and the text of its labels. */
    int overheadBytes() {
        return OVERHEAD_BYTES + LABEL_BYTES * labels.size();
    }
}
