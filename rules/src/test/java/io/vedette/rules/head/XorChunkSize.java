package io.vedette.rules.head;

/**
 * How many bits samples take in chunks as Prometheus packs them (Prometheus, {@code tsdb/chunkenc/xor.go}): deltas of
 * deltas of times in steps of 14, 17, 20 and 64 bits, values by the bits in which they differ from the one before, 120
 * samples in a chunk. Headers of chunks and the index are left out.
 */
final class XorChunkSize {
    private static final int SAMPLES_PER_CHUNK = 120;

    private long bits;
    private int inChunk;
    private long lastTime;
    private long lastDelta;
    private long lastValue;
    private int leading;
    private int trailing;

    void add(long millis, double value) {
        long valueBits = Double.doubleToRawLongBits(value);
        if (inChunk == SAMPLES_PER_CHUNK) {
            inChunk = 0;
        }
        if (inChunk == 0) {
            bits += 16 + varintBits(millis) + 64; // the number of samples stands before the first
            leading = -1;
        } else if (inChunk == 1) {
            bits += varintBits(millis - lastTime) + valueBits(valueBits);
            lastDelta = millis - lastTime;
        } else {
            long delta = millis - lastTime;
            bits += timeBits(delta - lastDelta) + valueBits(valueBits);
            lastDelta = delta;
        }
        lastTime = millis;
        lastValue = valueBits;
        inChunk++;
    }

    private static int varintBits(long value) {
        long zigzag = value << 1 ^ value >> 63;
        return 8 * Math.max(1, (64 - Long.numberOfLeadingZeros(zigzag) + 6) / 7);
    }

    private static int timeBits(long change) {
        if (change == 0) {
            return 1;
        }
        if (fits(change, 14)) {
            return 2 + 14;
        }
        if (fits(change, 17)) {
            return 3 + 17;
        }
        return fits(change, 20) ? 4 + 20 : 4 + 64;
    }

    private static boolean fits(long value, int width) {
        return -((1L << width - 1) - 1) <= value && value <= 1L << width - 1;
    }

    private int valueBits(long valueBits) {
        long difference = valueBits ^ lastValue;
        if (difference == 0) {
            return 1;
        }
        int before = Math.min(31, Long.numberOfLeadingZeros(difference));
        int after = Long.numberOfTrailingZeros(difference);
        if (leading >= 0 && before >= leading && after >= trailing) {
            return 2 + 64 - leading - trailing;
        }
        leading = before;
        trailing = after;
        return 2 + 5 + 6 + 64 - before - after;
    }

    double bytes() {
        return bits / 8.0;
    }
}
