package io.vedette.rules.head;

import io.vedette.rules.series.SampleBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunk of a series that still takes samples: some blocks that are packed, and the newest samples as they are, so
 * that rules find them without decoding. One thread appends, any may read: the number of samples is published last, so
 * a reader never looks at what is not written yet.
 */
final class OpenChunk {
    /** Object headers and fields of the chunk and its values, and of two arrays, with compressed references. */
    private static final int OVERHEAD_BYTES = 32 + 40 + 2 * 16;

    private static final byte[] NOTHING = {};
    private static final int FIRST_TAIL = 4;

    private final TimeColumn times;
    private final int from;
    private volatile Values values;
    private volatile int samples;

    /**
     * What does not change while samples come.
     *
     * @param packed blocks, all of them full
     * @param before bits of the first value of the last block
     * @param tail bits of the values that follow; the array gains values. If it has one place, all are the same
     */
    private record Values(byte[] packed, int packedSamples, long before, long[] tail) {
        long bits(int index) {
            return tail.length == 1 ? tail[0] : tail[index - packedSamples];
        }
    }

    /** A chunk of one sample, the time of which is the column's last or its first. */
    OpenChunk(TimeColumn times, long millis, double value) {
        this.times = times;
        this.from = times.lastMillis() == millis ? times.size() - 1 : 0;
        this.values = new Values(NOTHING, 0, 0, new long[] {Double.doubleToRawLongBits(value)});
        this.samples = 1;
    }

    private OpenChunk(TimeColumn times, OpenChunk from) {
        this.times = times;
        this.from = 0;
        this.values = from.values;
        this.samples = from.samples;
    }

    /** The same samples with the same times at the beginning of another column; this chunk is not used further. */
    OpenChunk movedTo(TimeColumn other) {
        return new OpenChunk(other, this);
    }

    TimeColumn times() {
        return times;
    }

    /** Where in the column the chunk's times begin. */
    int from() {
        return from;
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

    /** Bits of the newest value. */
    long lastBits() {
        return values.bits(samples - 1);
    }

    /** Appends a sample the time of which is in the column. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes
    void append(double value, BlockEncoder encoder) {
        long bits = Double.doubleToRawLongBits(value);
        Values now = values;
        int inTail = samples - now.packedSamples;
        if (inTail == BlockEncoder.BLOCK) {
            values = pack(now, bits, encoder);
        } else if (now.tail.length == 1) {
            if (bits != now.tail[0]) {
                long[] tail = new long[Math.max(FIRST_TAIL, Integer.highestOneBit(inTail) << 1)];
                Arrays.fill(tail, 0, inTail, now.tail[0]);
                tail[inTail] = bits;
                values = new Values(now.packed, now.packedSamples, now.before, tail);
            }
        } else if (inTail < now.tail.length) {
            now.tail[inTail] = bits;
        } else {
            long[] tail = Arrays.copyOf(now.tail, 2 * inTail);
            tail[inTail] = bits;
            values = new Values(now.packed, now.packedSamples, now.before, tail);
        }
        samples++;
    }

    private static Values pack(Values full, long next, BlockEncoder encoder) {
        encoder.reset();
        packTail(full, BlockEncoder.BLOCK, encoder);
        byte[] packed = encoder.appendedTo(full.packed);
        return new Values(packed, full.packedSamples + BlockEncoder.BLOCK, full.tail[0], new long[] {next});
    }

    private static void packTail(Values of, int count, BlockEncoder encoder) {
        long[] tail = of.tail;
        if (tail.length == 1) {
            tail = new long[count];
            Arrays.fill(tail, of.tail[0]);
        }
        encoder.pack(tail, 0, count, of.before);
    }

    /**
     * The same samples, complete. Called by the thread that appends.
     *
     * @param before the chunk before, which shares its values if they are the same, as a constant's are
     */
    Chunk seal(BlockEncoder encoder, @Nullable Chunk before) {
        Values all = values;
        encoder.reset();
        packTail(all, samples - all.packedSamples, encoder);
        byte[] packed = encoder.appendedTo(all.packed);
        if (before != null && Arrays.equals(before.values(), packed)) {
            packed = before.values();
        }
        return new Chunk(times, from, samples, packed);
    }

    /** Adds the samples of a time range, both ends inclusive. */
    void read(long fromMillis, long toMillis, SampleBuffer into) {
        int published = samples;
        Values all = values;
        int first = times.firstFrom(fromMillis, from, published);
        int behind = times.firstAfter(toMillis, first, from + published - first);
        int count = behind - first;
        if (count <= 0) {
            return;
        }
        int at = into.extend(count, BlockEncoder.BLOCK);
        times.read(first, count, into.timestampsMillis(), at);
        int index = first - from;
        int end = behind - from;
        double[] doubles = into.values();
        if (index < all.packedSamples) {
            int packedEnd = Math.min(end, all.packedSamples);
            BlockDecoder.decode(all.packed, all.packedSamples, index, packedEnd, doubles, at);
            at += packedEnd - index;
            index = packedEnd;
        }
        for (; index < end; index++) {
            doubles[at++] = Double.longBitsToDouble(all.bits(index));
        }
    }

    /** Memory of the chunk; changes as samples come. */
    int sizeBytes() {
        Values all = values;
        return OVERHEAD_BYTES + all.packed.length + Long.BYTES * all.tail.length;
    }
}
