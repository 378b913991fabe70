package io.vedette.rules.head;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Integers of any width in an array of bytes, the lowest bit of a byte first. */
final class PackedBits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** A word read at a byte's border holds so many bits wherever in the byte they begin. */
    private static final int WITHIN_A_WORD = 57;

    private PackedBits() {}

    /** The bits from a position on, 0 to 64 of them, as the lowest of the result. */
    static long read(byte[] bytes, int bit, int width) {
        if (width == 0) {
            return 0;
        }
        long word = word(bytes, bit >>> 3) >>> (bit & 7);
        if (width > WITHIN_A_WORD) {
            int got = 64 - (bit & 7);
            if (got < width) {
                word |= word(bytes, (bit >>> 3) + 8) << got;
            }
        }
        return word & -1L >>> 64 - width;
    }

    /** Consecutive integers of one width, from a position on. */
    static void read(byte[] bytes, int bit, int width, long[] into, int count) {
        int behind = bit + count * width;
        if (width == 0) {
            Arrays.fill(into, 0, count, 0);
        } else if (width <= WITHIN_A_WORD && (behind >>> 3) + Long.BYTES <= bytes.length) {
            long mask = -1L >>> 64 - width;
            int position = bit;
            for (int i = 0; i < count; i++) {
                into[i] = (long) LONGS.get(bytes, position >>> 3) >>> (position & 7) & mask;
                position += width;
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = read(bytes, bit + i * width, width);
            }
        }
    }

    /** Eight bytes from a place on; what lies behind the end is zero. */
    private static long word(byte[] bytes, int at) {
        if (at + Long.BYTES <= bytes.length) {
            return (long) LONGS.get(bytes, at);
        }
        long word = 0;
        for (int i = Math.min(bytes.length, at + Long.BYTES) - 1; i >= at; i--) {
            word = word << 8 | bytes[i] & 0xFF;
        }
        return word;
    }

    /** Writes bits to a place where there are zeros and, behind the last of them, at least nine more bytes. */
    static void write(byte[] bytes, int bit, long value, int width) {
        if (width == 0) {
            return;
        }
        long clean = value & -1L >>> 64 - width;
        int at = bit >>> 3;
        int offset = bit & 7;
        LONGS.set(bytes, at, (long) LONGS.get(bytes, at) | clean << offset);
        if (offset + width > 64) {
            bytes[at + 8] |= (byte) (clean >>> 64 - offset);
        }
    }
}
