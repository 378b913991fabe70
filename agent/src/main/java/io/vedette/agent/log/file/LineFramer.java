package io.vedette.agent.log.file;

import io.vedette.agent.log.file.Mark.Phase;
import io.vedette.protocol.log.LogChunk;
import java.util.Arrays;

/**
 * Finds lines in bytes and moves them together, without their terminators, at the front of the same array. A terminator
 * is LF or CR LF; a CR elsewhere is part of the line.
 *
 * <p>Framing depends on nothing but the bytes, the mark and the cut, so what is read again after a restart is framed
 * again in the same way. Not safe for use by several threads; the result is valid until the next call.
 */
final class LineFramer {
    /** Most lines framed by one call. */
    static final int MAX_LINES = 16_384;

    private long[] offsets = new long[256];
    private int[] lengths = new int[256];
    private byte[] flags = new byte[256];
    private int count;
    private int payloadBytes;
    private int cutLines;
    private Mark end = Mark.START;

    /**
     * Frames what can be framed.
     *
     * @param data the bytes; overwritten with the result
     * @param length how many of them count
     * @param from the mark at which the first byte stands
     * @param cut a place in the file where a line is to be ended though no terminator stands there; -1 if there is none
     * @param maxLine longest line in bytes; a longer one is cut there and passed over up to its terminator
     */
    void frame(byte[] data, int length, Mark from, long cut, int maxLine, CodeUnit unit) {
        count = 0;
        payloadBytes = 0;
        cutLines = 0;
        int limit = Math.max(unit.whole(maxLine), unit.bytes());
        int to = unit.whole(length);
        int at = 0;
        Phase phase = from.phase();
        while (at < to && count < MAX_LINES) {
            int stop = to;
            boolean cutHere = cut > from.offset() + at && cut <= from.offset() + to;
            if (cutHere) {
                stop = (int) (cut - from.offset());
            }
            int lineFeed = unit.lineFeed(data, at, stop);
            int lineEnd = lineFeed < 0 ? stop : lineFeed;
            int next = lineFeed < 0 ? stop : lineFeed + unit.bytes();
            int contentEnd = unit.endsInCarriageReturn(data, at, lineEnd) && !(lineFeed < 0 && cutHere)
                    ? lineEnd - unit.bytes()
                    : lineEnd;
            if (phase == Phase.SKIPPING) {
                phase = lineFeed < 0 ? Phase.SKIPPING : Phase.LINE;
            } else if (contentEnd - at > limit) {
                add(data, at, limit, from.offset(), LogChunk.TRUNCATED);
                cutLines++;
                phase = lineFeed < 0 ? Phase.SKIPPING : Phase.LINE;
            } else if (lineFeed >= 0) {
                if (phase != Phase.CONTINUED || contentEnd > at) {
                    add(data, at, contentEnd - at, from.offset(), (byte) 0);
                }
                phase = Phase.LINE;
            } else if (cutHere) {
                add(data, at, stop - at, from.offset(), LogChunk.UNTERMINATED);
                phase = Phase.CONTINUED;
            } else {
                break;
            }
            at = next;
        }
        end = new Mark(from.offset() + at, phase);
    }

    private void add(byte[] data, int at, int length, long base, byte flag) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 4 * count);
            lengths = Arrays.copyOf(lengths, 4 * count);
            flags = Arrays.copyOf(flags, 4 * count);
        }
        offsets[count] = base + at;
        lengths[count] = length;
        flags[count] = flag;
        count++;
        if (at != payloadBytes) {
            System.arraycopy(data, at, data, payloadBytes, length);
        }
        payloadBytes += length;
    }

    /** Number of lines found. */
    int count() {
        return count;
    }

    /** How many of them were longer than the limit. */
    int cutLines() {
        return cutLines;
    }

    /** Bytes of all lines, at the front of the array. */
    int payloadBytes() {
        return payloadBytes;
    }

    /** Where to go on. */
    Mark end() {
        return end;
    }

    /** A copy of where each line began in the file. */
    long[] offsets() {
        return Arrays.copyOf(offsets, count);
    }

    /** A copy of each line's length. */
    int[] lengths() {
        return Arrays.copyOf(lengths, count);
    }

    /** A copy of each line's flags, as in {@link LogChunk}. */
    byte[] flags() {
        return Arrays.copyOf(flags, count);
    }
}
