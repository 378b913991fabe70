package io.vedette.rules.head;

import java.util.Arrays;

/**
 * Reads what {@link BlockEncoder} wrote, which tells the form. A block's values are unpacked in a loop over bits of one
 * width, and a block that is not asked for is stepped over by its first bytes.
 *
 * <p>Not safe for use by several threads; cheap to make.
 */
final class BlockDecoder {
    private final byte[] bytes;
    private final long[] residuals = new long[BlockEncoder.BLOCK];
    private int at;
    /** Bits of the first value of the block before. */
    private long before;

    // How the residuals of the block at hand are packed.
    private int width;
    private int lowWidth;
    private int shift;
    private boolean hasExceptions;

    private BlockDecoder(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Decodes some samples of a chunk.
     *
     * @param samples of the chunk
     * @param from the first that is wanted
     * @param to the one after the last
     * @param into from {@code write} on has room for a block more than is wanted
     */
    static void decode(byte[] bytes, int samples, int from, int to, double[] into, int write) {
        BlockDecoder decoder = new BlockDecoder(bytes);
        int next = write;
        for (int start = 0; start < to; start += BlockEncoder.BLOCK) {
            int count = Math.min(BlockEncoder.BLOCK, samples - start);
            if (start + count <= from) {
                decoder.skip(count);
                continue;
            }
            decoder.block(count, into, next);
            int unwanted = Math.max(0, from - start);
            if (unwanted > 0) {
                System.arraycopy(into, next + unwanted, into, next, count - unwanted);
            }
            next += count - unwanted;
        }
    }

    private void skip(int count) {
        int head = bytes[at++];
        int kind = head & BlockEncoder.KIND_MASK;
        if (kind == BlockEncoder.XOR) {
            readWidths(head);
            unpack(count);
            before ^= residuals[0] << shift;
        } else if (kind != BlockEncoder.SAME) {
            int places = head >>> BlockEncoder.PLACES_SHIFT & 0xF;
            long first = BlockEncoder.reference(before, places) + readVarint();
            readVarint();
            readWidths(head);
            at += payloadBytes(count - 1);
            before = Double.doubleToRawLongBits(Decimals.unscale(first, places));
        }
    }

    private void block(int count, double[] into, int write) {
        int head = bytes[at++];
        int kind = head & BlockEncoder.KIND_MASK;
        if (kind == BlockEncoder.SAME) {
            Arrays.fill(into, write, write + count, Double.longBitsToDouble(before));
            return;
        }
        if (kind == BlockEncoder.XOR) {
            readWidths(head);
            unpack(count);
            long bits = before;
            before ^= residuals[0] << shift;
            for (int i = 0; i < count; i++) {
                bits ^= residuals[i] << shift;
                into[write + i] = Double.longBitsToDouble(bits);
            }
            return;
        }
        int places = head >>> BlockEncoder.PLACES_SHIFT & 0xF;
        long first = BlockEncoder.reference(before, places) + readVarint();
        long base = readVarint();
        readWidths(head);
        into[write] = Decimals.unscale(first, places);
        before = Double.doubleToRawLongBits(into[write]);
        if (width == 0 && base == 0 && kind != BlockEncoder.VALUES) {
            Arrays.fill(into, write + 1, write + count, into[write]);
            return;
        }
        unpack(count - 1);
        decimals(kind, first, base, count, into, write);
        if (places > 0) {
            double power = Decimals.power(places);
            for (int i = write + 1; i < write + count; i++) {
                into[i] /= power;
            }
        }
    }

    /** The scaled values behind the first. */
    private void decimals(int kind, long first, long base, int count, double[] into, int write) {
        if (kind == BlockEncoder.VALUES) {
            for (int i = 1; i < count; i++) {
                into[write + i] = base + (residuals[i - 1] << shift);
            }
        } else if (kind == BlockEncoder.STEPS) {
            long value = first;
            for (int i = 1; i < count; i++) {
                value += base + (residuals[i - 1] << shift);
                into[write + i] = value;
            }
        } else {
            long value = first;
            for (int i = 1; i < count; i++) {
                long zigzag = residuals[i - 1];
                value += base + ((zigzag >>> 1 ^ -(zigzag & 1)) << shift);
                into[write + i] = value;
            }
        }
    }

    private void readWidths(int head) {
        hasExceptions = (head & BlockEncoder.EXCEPTIONS) != 0;
        width = bytes[at++] & 0xFF;
        shift = 0;
        if ((width & BlockEncoder.SHIFTED) != 0) {
            width &= ~BlockEncoder.SHIFTED;
            shift = bytes[at++];
        }
        lowWidth = hasExceptions ? bytes[at++] : width;
    }

    private int payloadBytes(int values) {
        int bits = values * lowWidth;
        if (hasExceptions) {
            int exceptions = Long.bitCount(PackedBits.read(bytes, 8 * at, values));
            bits += values + exceptions * (width - lowWidth);
        }
        return bits + 7 >>> 3;
    }

    private void unpack(int values) {
        int bit = 8 * at;
        at += payloadBytes(values);
        long exceptions = 0;
        if (hasExceptions) {
            exceptions = PackedBits.read(bytes, bit, values);
            bit += values;
        }
        PackedBits.read(bytes, bit, lowWidth, residuals, values);
        bit += values * lowWidth;
        while (exceptions != 0) {
            int index = Long.numberOfTrailingZeros(exceptions);
            residuals[index] |= PackedBits.read(bytes, bit, width - lowWidth) << lowWidth;
            bit += width - lowWidth;
            exceptions &= exceptions - 1;
        }
    }

    private long readVarint() {
        long raw = 0;
        for (int bits = 0; ; bits += 7) {
            byte next = bytes[at++];
            raw |= (long) (next & 0x7F) << bits;
            if (next >= 0) {
                return raw >>> 1 ^ -(raw & 1);
            }
        }
    }
}
