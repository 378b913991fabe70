package io.vedette.rules.head;

import io.vedette.rules.series.SampleBuffer;

/**
 * Consecutive samples of one series, compressed and complete.
 *
 * @param words the bits, as {@link OpenChunk} wrote them; not to be changed
 * @param places decimal places of the values, or {@link Decimals#NONE} if they are coded as doubles
 */
record Chunk(long[] words, int samples, int places, long minMillis, long maxMillis) {
    /** Object headers, fields and the reference that holds the chunk, with compressed references. */
    private static final int OVERHEAD_BYTES = 40 + 16 + 4;

    int sizeBytes() {
        return OVERHEAD_BYTES + Long.BYTES * words.length;
    }

    void read(long fromMillis, long toMillis, SampleBuffer into) {
        read(words, samples, places, fromMillis, toMillis, into);
    }

    /** Decodes the samples of a time range, both ends inclusive. */
    static void read(long[] words, int samples, int places, long fromMillis, long toMillis, SampleBuffer into) {
        BitReader in = new BitReader(words);
        DeltaCode times = new DeltaCode();
        if (places == Decimals.NONE) {
            XorCode values = new XorCode();
            for (int i = 0; i < samples; i++) {
                long time = times.read(in);
                if (time > toMillis) {
                    return;
                }
                long bits = values.read(in);
                if (time >= fromMillis) {
                    into.add(time, Double.longBitsToDouble(bits));
                }
            }
        } else {
            DeltaCode values = new DeltaCode();
            for (int i = 0; i < samples; i++) {
                long time = times.read(in);
                if (time > toMillis) {
                    return;
                }
                long scaled = values.read(in);
                if (time >= fromMillis) {
                    into.add(time, Decimals.unscale(scaled, places));
                }
            }
        }
    }
}
