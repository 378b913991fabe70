package io.vedette.rules.promql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Quoted strings with the escapes of Go.
 *
 * <p>Escapes can write bytes that are no UTF-8. Such a byte is kept as the lone surrogate {@code U+DC00 + byte}, so
 * that it can be told from text and printed again.
 */
final class StringText {
    private static final char BYTE_BASE = 0xdc00;

    private StringText() {}

    /** In double quotes. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\u0007' -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\u000b' -> out.append("\\v");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append(String.format("\\x%02x", c));
                    } else if (isRawByte(c)) {
                        out.append(String.format("\\x%02x", c - BYTE_BASE));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** Whether it holds no byte that is not UTF-8. */
    static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static boolean isRawByte(int c) {
        return c >= BYTE_BASE + 0x80 && c <= BYTE_BASE + 0xff;
    }

    /** The text inside quotes that the lexer has found to be well-formed. */
    static String unquote(String quoted) {
        String inner = quoted.substring(1, quoted.length() - 1);
        if (quoted.charAt(0) == '`' || inner.indexOf('\\') < 0) {
            return inner;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(inner.length());
        int i = 0;
        while (i < inner.length()) {
            int c = inner.codePointAt(i);
            if (c != '\\') {
                writeText(bytes, c);
                i += Character.charCount(c);
                continue;
            }
            char kind = inner.charAt(i + 1);
            i += 2;
            int digits = escapeDigits(kind);
            if (digits == 0) {
                bytes.write(simpleEscape(kind));
            } else if (kind == 'u' || kind == 'U') {
                writeText(bytes, Integer.parseInt(inner.substring(i, i + digits), 16));
                i += digits;
            } else if (kind == 'x') {
                bytes.write(Integer.parseInt(inner.substring(i, i + digits), 16));
                i += digits;
            } else {
                bytes.write(Integer.parseInt(inner.substring(i - 1, i - 1 + digits), 8));
                i += digits - 1;
            }
        }
        return decode(bytes.toByteArray());
    }

    /** How many digits follow (octal: begin at) the character after a backslash; 0 if it stands for itself. */
    static int escapeDigits(int kind) {
        return switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            case '0', '1', '2', '3', '4', '5', '6', '7' -> 3;
            default -> 0;
        };
    }

    private static int simpleEscape(char kind) {
        return switch (kind) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            default -> kind;
        };
    }

    private static void writeText(ByteArrayOutputStream bytes, int codePoint) {
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (BYTE_BASE + (in.get() & 0xff)));
            }
        }
    }
}
