package io.vedette.agent.log.file;

import io.vedette.agent.log.file.Mark.Phase;
import io.vedette.protocol.log.LogChunk;
import java.util.Arrays;

/**
 * Finds lines in bytes, joins those that are one event, and moves events together, without their terminators, at the
 * front of the same array. A terminator is LF or CR LF; a CR elsewhere is part of the line. Between the lines of an
 * event stands a LF. An event is complete, and counts, once what follows it does not belong to it.
 *
 * <p>Framing depends on nothing but the bytes, the mark, the cut and the rule of joining, so what is read again after a
 * restart is framed again in the same way. Not safe for use by several threads; the result is valid until the next
 * call.
 */
final class LineFramer {
    /** Most events framed by one call. */
    static final int MAX_EVENTS = 16_384;

    private long[] offsets = new long[256];
    private int[] lengths = new int[256];
    private byte[] flags = new byte[256];
    private int count;
    private int payloadBytes;
    private int cutLines;
    private int lines;
    private int splitEvents;
    private Mark end = Mark.START;

    private Framing framing = Framing.lines(1, CodeUnit.BYTE);
    private byte[] data = new byte[0];
    private byte[] text = new byte[0];
    private long base;
    private Phase phase = Phase.LINE;

    /** The event not yet complete: where it began in the data, and how many lines it has, 0 if there is none. */
    private int eventAt;

    private int eventLines;
    private int eventBytes;
    private boolean restComplete;

    /**
     * Frames what can be framed.
     *
     * @param bytes the bytes; overwritten with the result
     * @param length how many of them count
     * @param from the mark at which the first byte stands
     * @param cut a place in the file where a line, and an event, is to be ended whatever follows; -1 if there is none
     */
    void frame(byte[] bytes, int length, Mark from, long cut, Framing how) {
        data = bytes;
        framing = how;
        base = from.offset();
        phase = from.phase();
        end = from;
        count = 0;
        payloadBytes = 0;
        cutLines = 0;
        lines = 0;
        splitEvents = 0;
        eventLines = 0;
        CodeUnit unit = how.unit();
        int limit = Math.max(unit.whole(how.maxLine()), unit.bytes());
        int to = unit.whole(length);
        int at = 0;
        while (at < to && count < MAX_EVENTS) {
            int stop = to;
            boolean cutHere = cut > base + at && cut <= base + to;
            if (cutHere) {
                stop = (int) (cut - base);
            }
            int lineFeed = unit.lineFeed(data, at, stop);
            int lineEnd = lineFeed < 0 ? stop : lineFeed;
            int next = lineFeed < 0 ? stop : lineFeed + unit.bytes();
            int contentEnd = unit.endsInCarriageReturn(data, at, lineEnd) && !(lineFeed < 0 && cutHere)
                    ? lineEnd - unit.bytes()
                    : lineEnd;
            if (phase == Phase.SKIPPING) {
                phase = lineFeed < 0 ? Phase.SKIPPING : Phase.LINE;
                end = new Mark(base + next, phase);
            } else if (contentEnd - at > limit) {
                complete(at);
                phase = lineFeed < 0 ? Phase.SKIPPING : Phase.LINE;
                begin(at, at + limit, LogChunk.TRUNCATED);
                complete(next);
                cutLines++;
            } else if (lineFeed >= 0) {
                if (phase != Phase.CONTINUED || contentEnd > at) {
                    line(at, contentEnd, (byte) 0);
                }
                phase = Phase.LINE;
                if (eventLines == 0 || !how.joiner().isOpen() || next == cut - base) {
                    complete(next);
                }
            } else if (cutHere) {
                line(at, stop, LogChunk.UNTERMINATED);
                phase = Phase.CONTINUED;
                complete(stop);
            } else {
                if (eventLines > 0 && to - eventAt > how.maxEvent() + unit.bytes()) {
                    complete(at);
                }
                break;
            }
            at = next;
        }
        restComplete = at == to;
    }

    private void line(int at, int contentEnd, byte flag) {
        byte[] source = data;
        int begin = at;
        int stop = contentEnd;
        if (framing.unit() != CodeUnit.BYTE) {
            text = framing.unit().ascii(data, at, contentEnd, text);
            source = text;
            begin = 0;
            stop = (contentEnd - at) / framing.unit().bytes();
        }
        if (eventLines > 0) {
            boolean joins = framing.joiner().joins(source, begin, stop);
            boolean fits = eventLines < framing.maxLines() && contentEnd - eventAt <= framing.maxEvent();
            if (joins && fits) {
                append(at, contentEnd, flag);
                return;
            }
            if (joins) {
                split(at);
            } else {
                complete(at);
            }
        }
        framing.joiner().begin(source, begin, stop);
        begin(at, contentEnd, flag);
    }

    private void begin(int at, int contentEnd, byte flag) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 4 * count);
            lengths = Arrays.copyOf(lengths, 4 * count);
            flags = Arrays.copyOf(flags, 4 * count);
        }
        offsets[count] = base + at;
        flags[count] = flag;
        eventAt = at;
        eventLines = 1;
        eventBytes = 0;
        take(at, contentEnd);
        lengths[count] = eventBytes;
    }

    private void append(int at, int contentEnd, byte flag) {
        // There is room: the line before had a terminator, which is left out.
        eventBytes += framing.unit().putLineFeed(data, payloadBytes + eventBytes);
        flags[count] |= flag;
        eventLines++;
        if (contentEnd > at) {
            take(at, contentEnd);
            lengths[count] = eventBytes;
        }
    }

    private void take(int at, int contentEnd) {
        int target = payloadBytes + eventBytes;
        if (at != target) {
            System.arraycopy(data, at, data, target, contentEnd - at);
        }
        eventBytes += contentEnd - at;
    }

    /** Ends the event, if there is one, before a line that would be its next if it were not too long already. */
    private void split(int next) {
        flags[count] |= LogChunk.SPLIT;
        splitEvents++;
        complete(next);
    }

    /** Ends the event, if there is one; empty lines at its end are left out, like terminators. */
    private void complete(int next) {
        if (eventLines > 0) {
            payloadBytes += lengths[count];
            lines += eventLines;
            count++;
            eventLines = 0;
        }
        end = new Mark(base + next, phase);
    }

    /** Number of events found. */
    int count() {
        return count;
    }

    /** Number of lines that they consist of. */
    int lines() {
        return lines;
    }

    /** How many events were ended as they had too many lines or bytes. */
    int splitEvents() {
        return splitEvents;
    }

    /** Whether the last byte ended a line, though it may not have ended an event. */
    boolean endsWithLine() {
        return restComplete;
    }

    /** How many lines were longer than the limit. */
    int cutLines() {
        return cutLines;
    }

    /** Bytes of all events, at the front of the array. */
    int payloadBytes() {
        return payloadBytes;
    }

    /** Where to go on. */
    Mark end() {
        return end;
    }

    /** A copy of where each event began in the file. */
    long[] offsets() {
        return Arrays.copyOf(offsets, count);
    }

    /** A copy of each event's length. */
    int[] lengths() {
        return Arrays.copyOf(lengths, count);
    }

    /** A copy of each event's flags, as in {@link LogChunk}. */
    byte[] flags() {
        return Arrays.copyOf(flags, count);
    }
}
