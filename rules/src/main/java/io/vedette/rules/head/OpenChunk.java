package io.vedette.rules.head;

import io.vedette.rules.series.SampleBuffer;

/**
 * The chunk of a series that still takes samples. One thread appends, any may read: the number of samples is published
 * last, so a reader never looks at bits that are not written yet.
 */
final class OpenChunk {
    /** Object headers and fields of the chunk, its writer and its two coders, with compressed references. */
    static final int OVERHEAD_BYTES = 48 + 24 + 2 * 56 + 16;

    private final int places;
    private final BitWriter out = new BitWriter();
    private final DeltaCode times = new DeltaCode();
    private final DeltaCode decimals = new DeltaCode();
    private final XorCode doubles = new XorCode();
    private final long minMillis;
    private long maxMillis;
    private volatile int samples;

    /** @param places decimal places of all values to come, or {@link Decimals#NONE} for any double */
    OpenChunk(int places, long minMillis) {
        this.places = places;
        this.minMillis = minMillis;
    }

    /** Whether a value can be appended without a loss. */
    boolean holds(double value) {
        return places == Decimals.NONE || Decimals.isExact(value, places);
    }

    int samples() {
        return samples;
    }

    long minMillis() {
        return minMillis;
    }

    /** Time of the newest published sample, or of one that is just being added. */
    long maxMillis() {
        return samples == 0 ? minMillis : maxMillis;
    }

    /** Appends a sample that is later than all before and that the chunk {@link #holds}. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes
    void append(long timestampMillis, double value) {
        times.write(out, timestampMillis);
        if (places == Decimals.NONE) {
            doubles.write(out, Double.doubleToRawLongBits(value));
        } else {
            decimals.write(out, Decimals.scale(value, places));
        }
        maxMillis = timestampMillis;
        samples++;
    }

    void read(long fromMillis, long toMillis, SampleBuffer into) {
        int published = samples;
        Chunk.read(out.words(), published, places, fromMillis, toMillis, into);
    }

    int sizeBytes() {
        return OVERHEAD_BYTES + Long.BYTES * out.words().length;
    }

    /** The same samples, complete. Called by the thread that appends. */
    Chunk seal() {
        return new Chunk(out.trimmed(), samples, places, minMillis, maxMillis);
    }

    /** The same samples, coded so that another value can follow. Called by the thread that appends. */
    OpenChunk recodedFor(double value) {
        SampleBuffer all = new SampleBuffer();
        read(Long.MIN_VALUE, Long.MAX_VALUE, all);
        int newPlaces = Decimals.places(value, places);
        for (int i = 0; i < all.size() && newPlaces != Decimals.NONE; i++) {
            if (!Decimals.isExact(all.value(i), newPlaces)) {
                newPlaces = Decimals.NONE;
            }
        }
        OpenChunk other = new OpenChunk(newPlaces, minMillis);
        for (int i = 0; i < all.size(); i++) {
            other.append(all.timestampMillis(i), all.value(i));
        }
        return other;
    }
}
