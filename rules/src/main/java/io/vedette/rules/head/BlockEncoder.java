package io.vedette.rules.head;

import java.util.Arrays;

/**
 * Packs the values of a chunk, a block at a time, each block in whichever way suits it best: all of a block are there
 * when it is packed, so it can look before it writes.
 *
 * <p>A block is a byte that tells its kind, then:
 *
 * <ul>
 *   <li>{@link #SAME}: nothing; all values are the first of the block before (of the first block: 0).
 *   <li>The kinds for values that are decimals with few places, scaled to integers: the distance of the first from the
 *       first of the block before, a base, and of each further value its {@linkplain #STEPS step} beyond the base, its
 *       step's distance from the base {@linkplain #BOTH_WAYS either way}, or {@linkplain #VALUES itself} beyond the
 *       base.
 *   <li>{@link #XOR}: any doubles, the bits in which each differs from the one before.
 * </ul>
 *
 * What is left of each value is shifted right by the zeros that all have at the end and is packed with as many bits as
 * the largest needs; or, if few need many, with fewer, the higher bits of the {@link #EXCEPTIONS} following.
 *
 * <p>Every bit of every double survives. Not safe for use by several threads: one encoder serves all series in turn.
 */
final class BlockEncoder {
    /** Values in a block; the last of a chunk may have fewer. */
    static final int BLOCK = 32;

    static final int SAME = 0;
    static final int STEPS = 1;
    static final int BOTH_WAYS = 2;
    static final int VALUES = 3;
    static final int XOR = 4;

    static final int KIND_MASK = 0x7;
    static final int EXCEPTIONS = 0x8;
    static final int PLACES_SHIFT = 4;
    /** In the byte of the width: another byte tells a shift. */
    static final int SHIFTED = 0x80;

    /**
     * More than the longest block: head, two varints, three bytes of widths, bitmap and values; and room for a word.
     */
    private static final int LONGEST_BLOCK = 1 + 10 + 10 + 3 + 8 + BLOCK * Long.BYTES + 16;

    private final long[] scaled = new long[BLOCK];
    private final long[] sorted = new long[BLOCK];

    private final Residuals[] candidates = {
        new Residuals(STEPS), new Residuals(BOTH_WAYS), new Residuals(VALUES), new Residuals(XOR)
    };
    private byte[] out = new byte[2 * LONGEST_BLOCK];
    private int size;

    /** Forgets what has been packed. */
    void reset() {
        size = 0;
    }

    /** What has been packed since {@link #reset}, behind other blocks. */
    byte[] appendedTo(byte[] packed) {
        byte[] all = Arrays.copyOf(packed, packed.length + size);
        System.arraycopy(out, 0, all, packed.length, size);
        return all;
    }

    /**
     * Packs a block.
     *
     * @param bits of the values, of which {@code count} from {@code from} on are packed, at most {@link #BLOCK}
     * @param before bits of the first value of the block before in the same chunk, 0 if there is none
     */
    void pack(long[] bits, int from, int count, long before) {
        if (out.length - size < LONGEST_BLOCK) {
            out = Arrays.copyOf(out, 2 * out.length);
        }
        Arrays.fill(out, size, size + LONGEST_BLOCK, (byte) 0);
        if (isAll(before, bits, from, count)) {
            out[size++] = SAME;
            return;
        }
        int places = scale(bits, from, count);
        if (places == Decimals.NONE) {
            packDoubles(bits, from, count, before);
        } else {
            packDecimals(places, count, before);
        }
    }

    private static boolean isAll(long value, long[] bits, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (bits[i] != value) {
                return false;
            }
        }
        return true;
    }

    /** The fewest decimal places with which all values are exact, scaled by them. */
    private int scale(long[] bits, int from, int count) {
        int places = 0;
        for (int i = 0; i < count; i++) {
            double value = Double.longBitsToDouble(bits[from + i]);
            int needed = Decimals.places(value, places);
            if (needed == Decimals.NONE) {
                return Decimals.NONE;
            }
            if (needed > places) {
                places = needed;
                i = -1; // those before have to be exact with more places, too
                continue;
            }
            scaled[i] = Decimals.scale(value, places);
        }
        return places;
    }

    /** What the first value of a decimal block is told by its distance from: 0 if the one before is no such decimal. */
    static long reference(long before, int places) {
        double value = Double.longBitsToDouble(before);
        return Decimals.isExact(value, places) ? Decimals.scale(value, places) : 0;
    }

    private void packDecimals(int places, int count, long before) {
        Residuals steps = candidates[0];
        steps.clear();
        long least = Long.MAX_VALUE;
        for (int i = 1; i < count; i++) {
            least = Math.min(least, scaled[i] - scaled[i - 1]);
        }
        steps.base = count > 1 ? least : 0;
        for (int i = 1; i < count; i++) {
            steps.add(scaled[i] - scaled[i - 1] - steps.base);
        }
        steps.plan();
        Residuals best = steps;
        if (steps.width > 1) {
            best = cheaper(best, values(count));
            if (best.lowWidth < best.width) {
                best = cheaper(best, bothWays(count));
            }
        }
        out[size++] = (byte) (best.head() | places << PLACES_SHIFT);
        varint(scaled[0] - reference(before, places));
        varint(best.base);
        write(best);
    }

    private static Residuals cheaper(Residuals one, Residuals other) {
        return other.bits < one.bits ? other : one;
    }

    private Residuals values(int count) {
        Residuals values = candidates[2];
        values.clear();
        long least = Long.MAX_VALUE;
        for (int i = 1; i < count; i++) {
            least = Math.min(least, scaled[i]);
        }
        values.base = least;
        for (int i = 1; i < count; i++) {
            values.add(scaled[i] - least);
        }
        values.plan();
        return values;
    }

    private Residuals bothWays(int count) {
        Residuals bothWays = candidates[1];
        bothWays.clear();
        for (int i = 1; i < count; i++) {
            sorted[i - 1] = scaled[i] - scaled[i - 1];
        }
        Arrays.sort(sorted, 0, count - 1);
        bothWays.base = sorted[(count - 1) / 2];
        int zeros = 63;
        for (int i = 0; i < count - 1; i++) {
            long distance = sorted[i] - bothWays.base;
            zeros = Math.min(zeros, distance == 0 ? 63 : Long.numberOfTrailingZeros(distance));
        }
        bothWays.shift = zeros == 63 ? 0 : zeros;
        for (int i = 1; i < count; i++) {
            long distance = scaled[i] - scaled[i - 1] - bothWays.base >> bothWays.shift;
            bothWays.addShifted(distance << 1 ^ distance >> 63);
        }
        bothWays.planShifted();
        return bothWays;
    }

    private void packDoubles(long[] bits, int from, int count, long before) {
        Residuals xor = candidates[3];
        xor.clear();
        long last = before;
        for (int i = from; i < from + count; i++) {
            xor.add(bits[i] ^ last);
            last = bits[i];
        }
        xor.plan();
        out[size++] = (byte) xor.head();
        write(xor);
    }

    private void write(Residuals residuals) {
        out[size++] = (byte) (residuals.width | (residuals.shift > 0 ? SHIFTED : 0));
        if (residuals.shift > 0) {
            out[size++] = (byte) residuals.shift;
        }
        if (residuals.lowWidth < residuals.width) {
            out[size++] = (byte) residuals.lowWidth;
        }
        int bit = 8 * size;
        if (residuals.lowWidth < residuals.width) {
            PackedBits.write(out, bit, residuals.exceptions(), residuals.count);
            bit += residuals.count;
        }
        for (int i = 0; i < residuals.count; i++) {
            PackedBits.write(out, bit, residuals.values[i], residuals.lowWidth);
            bit += residuals.lowWidth;
        }
        if (residuals.lowWidth < residuals.width) {
            for (long rest = residuals.exceptions(); rest != 0; rest &= rest - 1) {
                long value = residuals.values[Long.numberOfTrailingZeros(rest)] >>> residuals.lowWidth;
                PackedBits.write(out, bit, value, residuals.width - residuals.lowWidth);
                bit += residuals.width - residuals.lowWidth;
            }
        }
        size = bit + 7 >>> 3;
    }

    private void varint(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            out[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out[size++] = (byte) rest;
    }
}
