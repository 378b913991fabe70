package io.vedette.collector.prometheus;

import io.vedette.rules.series.SampleBuffer;
import java.util.Arrays;

/**
 * Samples in Prometheus's encoding of chunks, {@code XOR} (its {@code tsdb/docs/format/chunks.md}): the first time and
 * value, then how much the times' differences differ and which bits of the values differ. Not safe for use by several
 * threads.
 */
final class XorChunk {
    /** As many as Prometheus puts into one. */
    static final int MAX_SAMPLES = 120;

    private byte[] bytes = new byte[256];
    private long bits;
    private int leading = -1;
    private int trailing;

    private XorChunk() {}

    /** Encodes some samples of a buffer, at most {@value #MAX_SAMPLES}. */
    static byte[] encode(SampleBuffer samples, int from, int to) {
        XorChunk chunk = new XorChunk();
        chunk.write(to - from, 16);
        long previousDelta = 0;
        for (int i = from; i < to; i++) {
            long time = samples.timestampMillis(i);
            long value = Double.doubleToRawLongBits(samples.value(i));
            if (i == from) {
                chunk.writeVarint(time << 1 ^ time >> 63);
                chunk.write(value, 64);
                continue;
            }
            long delta = time - samples.timestampMillis(i - 1);
            if (i == from + 1) {
                chunk.writeVarint(delta);
            } else {
                chunk.writeDifference(delta - previousDelta);
            }
            previousDelta = delta;
            chunk.writeXor(value ^ Double.doubleToRawLongBits(samples.value(i - 1)));
        }
        return Arrays.copyOf(chunk.bytes, (int) (chunk.bits + 7 >> 3));
    }

    private void writeDifference(long difference) {
        if (difference == 0) {
            write(0, 1);
        } else if (fits(difference, 14)) {
            write(0b10, 2);
            write(difference, 14);
        } else if (fits(difference, 17)) {
            write(0b110, 3);
            write(difference, 17);
        } else if (fits(difference, 20)) {
            write(0b1110, 4);
            write(difference, 20);
        } else {
            write(0b1111, 4);
            write(difference, 64);
        }
    }

    private static boolean fits(long difference, int width) {
        long most = 1L << width - 1;
        return difference > -most && difference <= most;
    }

    private void writeXor(long xor) {
        if (xor == 0) {
            write(0, 1);
            return;
        }
        write(1, 1);
        // Five bits say how many zeros lead, so no more than 31 can be told.
        int newLeading = Math.min(31, Long.numberOfLeadingZeros(xor));
        int newTrailing = Long.numberOfTrailingZeros(xor);
        if (leading >= 0 && newLeading >= leading && newTrailing >= trailing) {
            write(0, 1);
        } else {
            leading = newLeading;
            trailing = newTrailing;
            write(1, 1);
            write(leading, 5);
            // Six bits: 64 is written as 0, as no difference has no bit.
            write(64 - leading - trailing, 6);
        }
        write(xor >>> trailing, 64 - leading - trailing);
    }

    private void writeVarint(long unsigned) {
        long left = unsigned;
        while ((left & ~0x7fL) != 0) {
            write(left & 0x7f | 0x80, 8);
            left >>>= 7;
        }
        write(left, 8);
    }

    /** Writes the lowest bits of a number, the highest of them first. */
    private void write(long number, int width) {
        if (bits + width > 8L * bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        for (int left = width; left > 0; ) {
            int free = 8 - (int) (bits & 7);
            int part = Math.min(free, left);
            long piece = number >>> left - part & (1 << part) - 1;
            bytes[(int) (bits >> 3)] |= (byte) (piece << free - part);
            bits += part;
            left -= part;
        }
    }
}
