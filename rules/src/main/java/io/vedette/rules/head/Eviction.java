package io.vedette.rules.head;

import java.util.Collection;

/** Finds the time up to which chunks have to go for some memory to come free, without sorting all chunks. */
final class Eviction {
    private static final int SLICES = 256;

    private Eviction() {}

    /**
     * The earliest time such that the complete chunks that end before it take at least so many bytes, give or take a
     * 256th of the time they span; the time after the last chunk if all of them take less.
     */
    static long cut(Collection<MemorySeries> series, long bytes) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (MemorySeries one : series) {
            Chunk[] chunks = one.completeChunks();
            if (chunks.length > 0) {
                first = Math.min(first, chunks[0].maxMillis());
                last = Math.max(last, chunks[chunks.length - 1].maxMillis());
            }
        }
        if (first > last) {
            return Long.MIN_VALUE;
        }
        // In doubles, because the span of hostile timestamps does not fit a long.
        double slice = Math.max(1, ((double) last - first) / SLICES);
        long[] bytesBySlice = new long[SLICES + 1];
        for (MemorySeries one : series) {
            Chunk[] chunks = one.completeChunks();
            for (int i = 0; i < chunks.length; i++) {
                int number = (int) (((double) chunks[i].maxMillis() - first) / slice);
                Chunk next = i + 1 < chunks.length ? chunks[i + 1] : null;
                bytesBySlice[Math.min(SLICES, number)] += chunks[i].sizeBytes(next);
            }
        }
        long sum = 0;
        for (int i = 0; i < SLICES; i++) {
            sum += bytesBySlice[i];
            if (sum >= bytes) {
                return (long) Math.min(last + 1.0, Math.max(first + 1.0, first + (i + 1) * slice));
            }
        }
        return last == Long.MAX_VALUE ? last : last + 1;
    }
}
