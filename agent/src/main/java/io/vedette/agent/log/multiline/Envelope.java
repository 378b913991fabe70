package io.vedette.agent.log.multiline;

import static io.vedette.agent.log.multiline.Ascii.digits;
import static io.vedette.agent.log.multiline.Ascii.indexOf;
import static io.vedette.agent.log.multiline.Ascii.is;
import static io.vedette.agent.log.multiline.Ascii.startsWith;

import java.util.Arrays;

/**
 * What a container runtime has put around a line that a program wrote: JSON with the line in {@code log} (Docker's
 * json-file), or time, stream and a tag before it (CRI). A runtime splits long lines; the parts are told by the missing
 * line feed, or by the tag {@code P}. JSON with the line in {@code message} is known too; its lines are not split.
 *
 * <p>Not safe for use by several threads; what is found is valid until the next call.
 */
final class Envelope {
    private static final String DOCKER = "{\"log\":\"";
    private static final String MESSAGE = "\"message\":\"";
    /** How far into a JSON object its message is looked for. */
    private static final int MESSAGE_REACH = 4096;
    /** Docker's parts have this many bytes, but for the last. */
    private static final int DOCKER_PART_BYTES = 16 << 10;
    /** Part of a line may end inside a character, which is written as U+FFFD then. */
    private static final int PART_SLACK_BYTES = 8;

    enum Kind {
        NONE,
        DOCKER,
        CRI,
        MESSAGE
    }

    private Kind kind = Kind.NONE;
    private boolean error;
    private boolean partial;
    private boolean fullPart;
    private byte[] content = new byte[0];
    private int from;
    private int to;
    private byte[] text = new byte[512];
    private int textLength;

    /** Looks at the line in {@code [begin, end)}; what is no envelope is content from its first byte to its last. */
    void read(byte[] data, int begin, int end) {
        error = false;
        partial = false;
        fullPart = false;
        kind = Kind.NONE;
        if (!readDocker(data, begin, end) && !readCri(data, begin, end) && !readMessage(data, begin, end)) {
            content = data;
            from = begin;
            to = end;
        }
    }

    private boolean readDocker(byte[] data, int begin, int end) {
        if (!startsWith(data, begin, end, DOCKER) || data[end - 1] != '}') {
            return false;
        }
        int close = unescape(data, begin + DOCKER.length(), end);
        if (close < 0) {
            return false;
        }
        kind = Kind.DOCKER;
        error = indexOf(data, close, Math.min(end, close + 32), "\"stderr\"") >= 0;
        partial = textLength == 0 || text[textLength - 1] != '\n';
        fullPart = textLength >= DOCKER_PART_BYTES - PART_SLACK_BYTES;
        useText(partial ? textLength : textLength - 1);
        return true;
    }

    private boolean readMessage(byte[] data, int begin, int end) {
        if (!is(data, begin, end, '{') || data[end - 1] != '}') {
            return false;
        }
        int at = indexOf(data, begin, Math.min(end, begin + MESSAGE_REACH), MESSAGE);
        if (at < 0 || unescape(data, at + MESSAGE.length(), end) < 0) {
            return false;
        }
        kind = Kind.MESSAGE;
        useText(textLength);
        return true;
    }

    /** {@code 2026-11-23T10:20:30.123456789Z stdout F text}; the tag may carry more after a colon. */
    private boolean readCri(byte[] data, int begin, int end) {
        if (!digits(data, begin, end, 4) || !is(data, begin + 4, end, '-') || !is(data, begin + 10, end, 'T')) {
            return false;
        }
        int at = Ascii.tokenEnd(data, begin, Math.min(end, begin + 40));
        boolean out = startsWith(data, at, end, " stdout ");
        error = startsWith(data, at, end, " stderr ");
        int tag = at + 8;
        if (!out && !error || tag >= end || data[tag] != 'P' && data[tag] != 'F') {
            error = false;
            return false;
        }
        int tagEnd = Ascii.tokenEnd(data, tag, end);
        if (tagEnd != tag + 1 && data[tag + 1] != ':') {
            return false;
        }
        kind = Kind.CRI;
        partial = data[tag] == 'P';
        fullPart = partial;
        content = data;
        from = Math.min(tagEnd + 1, end);
        to = end;
        return true;
    }

    private void useText(int length) {
        content = text;
        from = 0;
        to = length;
    }

    /** Puts a JSON string's value into {@link #text}; returns where its closing quote stands, or -1. */
    private int unescape(byte[] data, int begin, int end) {
        textLength = 0;
        int at = begin;
        while (at < end && data[at] != '"') {
            byte b = data[at++];
            if (b == '\\') {
                if (at == end) {
                    return -1;
                }
                b = data[at++];
                if (b == 'u') {
                    b = hex(data, at, end);
                    at = Math.min(at + 4, end);
                } else {
                    b = control(b);
                }
            }
            if (textLength == text.length) {
                text = Arrays.copyOf(text, 2 * text.length);
            }
            text[textLength++] = b;
        }
        return at < end ? at : -1;
    }

    private static byte control(byte letter) {
        return switch (letter) {
            case 'n' -> (byte) '\n';
            case 't' -> (byte) '\t';
            case 'r' -> (byte) '\r';
            case 'b' -> (byte) '\b';
            case 'f' -> (byte) '\f';
            default -> letter;
        };
    }

    /** The character of four hexadecimal digits if it is ASCII, else a question mark: only ASCII is looked at. */
    private static byte hex(byte[] data, int at, int end) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = i < end ? Character.digit(data[i], 16) : -1;
            if (digit < 0) {
                return '?';
            }
            value = value << 4 | digit;
        }
        return value < 0x80 ? (byte) value : (byte) '?';
    }

    Kind kind() {
        return kind;
    }

    /** Whether the program wrote the line to its standard error. */
    boolean isError() {
        return error;
    }

    /** Whether more of the same line follows. */
    boolean isPartial() {
        return partial;
    }

    /** Whether it is certain that more follows, and not that the program ended without a line feed. */
    boolean isFullPart() {
        return fullPart;
    }

    /** What the program wrote lies here, between {@link #from} and {@link #to}; only its ASCII can be relied on. */
    byte[] content() {
        return content;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
