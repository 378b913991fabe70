package io.vedette.agent.log.syslog;

import io.vedette.protocol.log.LogChunk;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the messages in a stream of bytes (RFC 6587): each is preceded by its length or followed by a line feed, and
 * every message says anew which. A length counts as one only if a message begins behind it, with its priority.
 *
 * <p>Takes no more memory than the longest message. Not safe for use by several threads.
 */
final class SyslogFrames {
    /** A length of more digits is none. */
    private static final int LENGTH_DIGITS_MAX = 8;

    private final int maxMessage;
    private final Taker taker;
    private byte[] message = new byte[1024];
    private int length;
    private boolean cut;
    private State state = State.BEGIN;
    private long left;

    private enum State {
        BEGIN,
        LENGTH,
        BEHIND_LENGTH,
        COUNTED,
        LINE
    }

    /** Takes messages. */
    interface Taker {
        /**
         * Takes one.
         *
         * @param data holds it at its beginning; valid only during the call
         * @param flags as in {@link LogChunk}
         */
        void message(byte[] data, int length, byte flags);
    }

    /** @param maxMessage longest message in bytes; the end of a longer one is passed over */
    SyslogFrames(int maxMessage, Taker taker) {
        this.maxMessage = maxMessage;
        this.taker = taker;
    }

    /**
     * Goes on with the bytes in {@code [from, to)}.
     *
     * @throws IOException if a length is given that no message has: where the next one begins cannot be told then
     */
    void feed(byte[] data, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            at = switch (state) {
                case BEGIN -> begin(data, at);
                case LENGTH -> length(data, at);
                case BEHIND_LENGTH -> behindLength(data, at);
                case COUNTED -> counted(data, at, to);
                case LINE -> line(data, at, to);
            };
        }
    }

    private int begin(byte[] data, int at) {
        byte b = data[at];
        if (b == '\n' || b == '\r' || b == 0) {
            return at + 1;
        }
        state = b >= '1' && b <= '9' ? State.LENGTH : State.LINE;
        return at;
    }

    private int length(byte[] data, int at) {
        byte b = data[at];
        if (b >= '0' && b <= '9' && length <= LENGTH_DIGITS_MAX) {
            append(data, at, at + 1);
            return at + 1;
        }
        state = b == ' ' ? State.BEHIND_LENGTH : State.LINE;
        if (b == ' ') {
            append(data, at, at + 1);
            return at + 1;
        }
        return at;
    }

    private int behindLength(byte[] data, int at) throws IOException {
        if (data[at] != '<') {
            state = State.LINE;
            return at;
        }
        left = 0;
        for (int i = 0; i < length - 1; i++) {
            left = left * 10 + message[i] - '0';
        }
        if (length - 1 > LENGTH_DIGITS_MAX) {
            throw new IOException("a message of " + left + " bytes is announced");
        }
        length = 0;
        state = State.COUNTED;
        return at;
    }

    private int counted(byte[] data, int at, int to) {
        int end = (int) Math.min(to, at + left);
        append(data, at, end);
        left -= end - at;
        if (left == 0) {
            emit((byte) 0);
        }
        return end;
    }

    private int line(byte[] data, int at, int to) {
        int end = at;
        while (end < to && data[end] != '\n' && data[end] != 0) {
            end++;
        }
        append(data, at, end);
        if (end == to) {
            return to;
        }
        emit((byte) 0);
        return end + 1;
    }

    private void append(byte[] data, int from, int to) {
        int count = Math.min(to - from, maxMessage - length);
        cut |= count < to - from && !onlyTerminators(data, from + count, to);
        if (length + count > message.length) {
            message = Arrays.copyOf(message, Math.min(maxMessage, Math.max(length + count, 2 * message.length)));
        }
        System.arraycopy(data, from, message, length, count);
        length += count;
    }

    private static boolean onlyTerminators(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] != '\n' && data[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void emit(byte flags) {
        int end = withoutTerminator(message, length);
        if (end > 0) {
            taker.message(message, end, (byte) (flags | (cut ? LogChunk.TRUNCATED : 0)));
        }
        length = 0;
        cut = false;
        state = State.BEGIN;
    }

    /** The length without line feeds, carriage returns and NUL bytes at the end. */
    static int withoutTerminator(byte[] data, int length) {
        int end = length;
        while (end > 0 && (data[end - 1] == '\n' || data[end - 1] == '\r' || data[end - 1] == 0)) {
            end--;
        }
        return end;
    }

    /** The stream has ended; what came of a last message is one. */
    void end() {
        if (state != State.BEGIN) {
            emit(LogChunk.UNTERMINATED);
        }
    }
}
