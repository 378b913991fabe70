package io.vedette.collector.index.samples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Integers in as few bytes as they need, seven bits each, as in protocol buffers. */
final class Varint {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private Varint() {}

    /** Writes a number as if it had no sign: a negative one takes ten bytes. */
    static void write(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & -MORE) != 0) {
            out.write((int) rest & MORE - 1 | MORE);
            rest >>>= BITS;
        }
        out.write((int) rest);
    }

    /** Writes a number such that small ones of either sign are short. */
    static void writeSigned(ByteArrayOutputStream out, long number) {
        write(out, number << 1 ^ number >> 63);
    }

    /** @throws IllegalArgumentException if the bytes end within the number */
    static long read(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            if (!in.hasRemaining()) {
                throw new IllegalArgumentException("a number that is cut off");
            }
            byte next = in.get();
            number |= (long) (next & MORE - 1) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }

    /** Reads what {@link #writeSigned} wrote. */
    static long readSigned(ByteBuffer in) {
        long zigzag = read(in);
        return zigzag >>> 1 ^ -(zigzag & 1);
    }
}
