package io.vedette.rules.head;

import java.util.Arrays;

/** What is left of a block's values in one way of packing them, and the widths in bits that make that shortest. */
final class Residuals {
    /** What telling the second width costs, in bits. */
    private static final int SECOND_WIDTH = 8;

    private static final int TELLING_A_SHIFT = 8;

    private final int kind;
    private final int[] withWidth = new int[65];
    final long[] values = new long[BlockEncoder.BLOCK];
    int count;
    /** What was taken from each value. */
    long base;
    /** Zeros at the end of each value, which are left out. */
    int shift;
    /** Bits of the largest value. */
    int width;
    /** Bits of which all values are given at first; {@link #width} if there are no exceptions. */
    int lowWidth;
    /** Length of all, without what every kind has. */
    int bits;

    private long union;

    Residuals(int kind) {
        this.kind = kind;
    }

    void clear() {
        count = 0;
        base = 0;
        shift = 0;
        union = 0;
    }

    void add(long value) {
        values[count++] = value;
        union |= value;
    }

    /** Adds one that has no common zeros any more. */
    void addShifted(long value) {
        values[count++] = value;
    }

    /** Takes common zeros away and chooses the widths. */
    void plan() {
        shift = union == 0 ? 0 : Long.numberOfTrailingZeros(union);
        if (shift > 0) {
            for (int i = 0; i < count; i++) {
                values[i] >>>= shift;
            }
        }
        planShifted();
    }

    /** Chooses the widths. */
    void planShifted() {
        Arrays.fill(withWidth, 0);
        width = 0;
        for (int i = 0; i < count; i++) {
            int needed = 64 - Long.numberOfLeadingZeros(values[i]);
            withWidth[needed]++;
            width = Math.max(width, needed);
        }
        lowWidth = width;
        bits = count * width;
        int exceptions = 0;
        for (int low = width - 1; low >= 0; low--) {
            exceptions += withWidth[low + 1];
            int length = SECOND_WIDTH + count + count * low + exceptions * (width - low);
            if (length < bits) {
                bits = length;
                lowWidth = low;
            }
        }
        bits += shift > 0 ? TELLING_A_SHIFT : 0;
    }

    /** The values that do not fit the lower width, the first in the lowest bit. */
    long exceptions() {
        long exceptions = 0;
        for (int i = 0; i < count; i++) {
            if (values[i] >>> lowWidth != 0) {
                exceptions |= 1L << i;
            }
        }
        return exceptions;
    }

    /** The block's first byte, without decimal places. */
    int head() {
        return kind | (lowWidth < width ? BlockEncoder.EXCEPTIONS : 0);
    }
}
