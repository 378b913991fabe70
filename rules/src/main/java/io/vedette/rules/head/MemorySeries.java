package io.vedette.rules.head;

import io.vedette.rules.head.Head.Appended;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import java.util.Arrays;

/**
 * A series of the head: complete chunks and one that is open. One thread at a time changes it, any may read meanwhile
 * without a lock; see {@link #read}.
 */
final class MemorySeries implements Series {
    /** A chunk with so many samples is rather sealed than given times of its own when it missed a cycle. */
    private static final int WORTH_SEALING = 60;
    /** Fields, the labels and their array, the place in the head's table and in the postings, without the strings. */
    private static final int OVERHEAD_BYTES = 144;

    private static final int LABEL_BYTES = 12;
    private static final Chunk[] NO_CHUNKS = {};

    private final int id;
    private final Labels labels;
    private final Horizon horizon;
    private volatile Chunk[] complete = NO_CHUNKS;
    private volatile OpenChunk open;
    private long lastMillis;
    private boolean forgotten;

    /** @param alone whether its times are not those of others */
    MemorySeries(
            int id,
            Labels labels,
            Horizon horizon,
            boolean alone,
            long timestampMillis,
            double value,
            ChunkWriting writing) {
        this.id = id;
        this.labels = labels;
        this.horizon = horizon;
        this.open = new OpenChunk(writing.times().begin(timestampMillis, alone), timestampMillis, value);
        this.lastMillis = timestampMillis;
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

    void forget(ChunkWriting writing) {
        forgotten = true;
        leave(open, writing);
    }

    private static void leave(OpenChunk chunk, ChunkWriting writing) {
        writing.times().stopGrowing(chunk.times(), writing.encoder());
        writing.times().leave(chunk.times());
    }

    Appended append(long timestampMillis, double value, ChunkWriting writing) {
        if (timestampMillis <= lastMillis) {
            return has(timestampMillis, value, writing.scratch()) ? Appended.DUPLICATE : Appended.OUT_OF_ORDER;
        }
        OpenChunk chunk = open;
        if (writing.times().extend(chunk.times(), chunk.from() + chunk.samples(), timestampMillis)) {
            chunk.append(value, writing.encoder());
        } else if (chunk.samples() >= WORTH_SEALING
                || chunk.from() + chunk.samples() == TimeColumn.CAPACITY
                || !TimeColumn.spans(chunk.minMillis(), timestampMillis)) {
            rotate(timestampMillis, value, writing);
        } else {
            fork(timestampMillis, value, writing);
        }
        lastMillis = timestampMillis;
        return Appended.STORED;
    }

    private void rotate(long timestampMillis, double value, ChunkWriting writing) {
        Chunk[] old = complete;
        Chunk[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = open.seal(writing.encoder(), old.length == 0 ? null : old[old.length - 1]);
        writing.times().stopGrowing(open.times(), writing.encoder());
        OpenChunk fresh = new OpenChunk(
                writing.times().begin(timestampMillis, open.times().isAlone()), timestampMillis, value);
        complete = more;
        open = fresh;
    }

    /** The column went on without this series, or the other way round: a few samples move to a column of their own. */
    private void fork(long timestampMillis, double value, ChunkWriting writing) {
        OpenChunk chunk = open;
        TimeColumn column = writing.times().fork(chunk.times(), chunk.from(), chunk.samples(), timestampMillis);
        OpenChunk moved = chunk.movedTo(column);
        moved.append(value, writing.encoder());
        open = moved;
        leave(chunk, writing);
    }

    /** Forgets all samples for a newer one; the complete chunks have been dropped. */
    void restart(long timestampMillis, double value, ChunkWriting writing) {
        OpenChunk old = open;
        open = new OpenChunk(writing.times().begin(timestampMillis, open.times().isAlone()), timestampMillis, value);
        leave(old, writing);
        lastMillis = timestampMillis;
    }

    private boolean has(long timestampMillis, double value, SampleBuffer scratch) {
        long bits = Double.doubleToRawLongBits(value);
        if (timestampMillis == lastMillis) {
            return bits == open.lastBits();
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
    void dropOldest(int chunks, TimeColumns times) {
        Chunk[] old = complete;
        for (int i = 0; i < chunks; i++) {
            times.leave(old[i].times());
        }
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
