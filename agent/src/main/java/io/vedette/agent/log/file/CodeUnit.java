package io.vedette.agent.log.file;

import java.util.Locale;

/**
 * The unit in which line terminators are looked for. In UTF-8 and every other character set that keeps ASCII, GBK,
 * Big5, Shift-JIS and EUC among them, the byte 0x0A is a line feed and nothing else; in UTF-16 it takes two bytes.
 */
enum CodeUnit {
    BYTE(1),
    UTF_16LE(2),
    UTF_16BE(2);

    private static final byte LINE_FEED = '\n';
    private static final byte CARRIAGE_RETURN = '\r';

    private final int bytes;

    CodeUnit(int bytes) {
        this.bytes = bytes;
    }

    /** The unit of a character set, by its IANA name; {@code UTF-16} without a byte order is big endian (RFC 2781). */
    static CodeUnit of(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "UTF-16LE" -> UTF_16LE;
            case "UTF-16", "UTF-16BE" -> UTF_16BE;
            default -> BYTE;
        };
    }

    /** Size in bytes. */
    int bytes() {
        return bytes;
    }

    /** The largest number of whole units in so many bytes, in bytes. */
    int whole(int length) {
        return length - length % bytes;
    }

    /** Where the first line feed stands in {@code [from, to)}, or -1; {@code from} lies between two units. */
    int lineFeed(byte[] data, int from, int to) {
        if (this == BYTE) {
            for (int i = from; i < to; i++) {
                if (data[i] == LINE_FEED) {
                    return i;
                }
            }
            return -1;
        }
        for (int i = from; i + 1 < to; i += 2) {
            if (is(LINE_FEED, data, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the unit that ends before {@code end} is a carriage return. */
    boolean endsInCarriageReturn(byte[] data, int from, int end) {
        return end - from >= bytes && is(CARRIAGE_RETURN, data, end - bytes);
    }

    /** Writes a line feed; returns how many bytes that takes. */
    int putLineFeed(byte[] data, int at) {
        switch (this) {
            case BYTE -> data[at] = LINE_FEED;
            case UTF_16LE -> {
                data[at] = LINE_FEED;
                data[at + 1] = 0;
            }
            case UTF_16BE -> {
                data[at] = 0;
                data[at + 1] = LINE_FEED;
            }
        }
        return bytes;
    }

    /** Text of two bytes a character as one byte a character, with a question mark for what is not ASCII. */
    byte[] ascii(byte[] data, int from, int to, byte[] reused) {
        int length = (to - from) / bytes;
        byte[] result = reused.length < length ? new byte[Math.max(length, 2 * reused.length)] : reused;
        int low = this == UTF_16BE ? 1 : 0;
        for (int i = 0; i < length; i++) {
            byte b = data[from + 2 * i + low];
            result[i] = data[from + 2 * i + 1 - low] == 0 && b >= 0 ? b : (byte) '?';
        }
        return result;
    }

    private boolean is(byte ascii, byte[] data, int at) {
        return switch (this) {
            case BYTE -> data[at] == ascii;
            case UTF_16LE -> data[at] == ascii && data[at + 1] == 0;
            case UTF_16BE -> data[at] == 0 && data[at + 1] == ascii;
        };
    }
}
