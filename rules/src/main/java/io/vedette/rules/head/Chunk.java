package io.vedette.rules.head;

import io.vedette.rules.series.SampleBuffer;
import org.jspecify.annotations.Nullable;

/** Consecutive samples of one series, packed and complete. */
final class Chunk {
    /** Object header, fields and the reference that holds the chunk, with compressed references. */
    private static final int OVERHEAD_BYTES = 24 + 4;

    private static final int ARRAY_BYTES = 16 + 4;

    private final TimeColumn times;
    private final byte[] values;
    private final short from;
    private final short samples;

    /**
     * @param from where in the column the chunk's times begin
     * @param values as {@link BlockEncoder} packs them; not to be changed
     */
    Chunk(TimeColumn times, int from, int samples, byte[] values) {
        this.times = times;
        this.values = values;
        this.from = (short) from;
        this.samples = (short) samples;
    }

    TimeColumn times() {
        return times;
    }

    byte[] values() {
        return values;
    }

    int samples() {
        return samples;
    }

    long minMillis() {
        return times.millis(from);
    }

    long maxMillis() {
        return times.millis(from + samples - 1);
    }

    /** @param neighbour the chunk beside it, null if there is none: constant series' chunks share their values */
    int sizeBytes(@Nullable Chunk neighbour) {
        boolean shared = neighbour != null && neighbour.values == values;
        return OVERHEAD_BYTES + (shared ? 0 : ARRAY_BYTES + values.length);
    }

    /** Decodes the samples of a time range, both ends inclusive. */
    void read(long fromMillis, long toMillis, SampleBuffer into) {
        int first = times.firstFrom(fromMillis, from, samples);
        int behind = times.firstAfter(toMillis, first, from + samples - first);
        int count = behind - first;
        if (count > 0) {
            int at = into.extend(count, BlockEncoder.BLOCK);
            times.read(first, count, into.timestampsMillis(), at);
            BlockDecoder.decode(values, samples, first - from, behind - from, into.values(), at);
        }
    }
}
