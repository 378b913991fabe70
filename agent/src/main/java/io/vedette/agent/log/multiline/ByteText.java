package io.vedette.agent.log.multiline;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Some bytes as text with one character for each byte (ISO 8859-1), without copying them: what patterns are matched
 * against. Characters beyond ASCII are found by their bytes, whatever the encoding.
 *
 * <p>Not safe for use by several threads.
 */
public final class ByteText implements CharSequence {
    private byte[] data = new byte[0];
    private int from;
    private int to;

    /** Stands for the bytes in {@code [from, to)} from now on; they are not copied. */
    public ByteText over(byte[] bytes, int begin, int end) {
        data = bytes;
        from = begin;
        to = end;
        return this;
    }

    /**
     * A regular expression rewritten for text of this kind.
     *
     * @throws IllegalArgumentException if a set in brackets holds a character beyond ASCII, which is several bytes
     */
    public static String pattern(String expression, Charset charset) {
        StringBuilder result = new StringBuilder(expression.length());
        boolean inSet = false;
        for (int at = 0; at < expression.length(); ) {
            int character = expression.codePointAt(at);
            if (character == '\\' && at + 1 < expression.length() && expression.charAt(at + 1) < 0x80) {
                result.append('\\').append(expression.charAt(at + 1));
                at += 2;
                continue;
            }
            if (character < 0x80) {
                inSet = character == '[' || inSet && character != ']';
                result.append((char) character);
            } else if (inSet) {
                throw new IllegalArgumentException("\"" + expression + "\": in brackets only ASCII can stand; write "
                        + new String(Character.toChars(character)) + " as one of several in (?:a|b)");
            } else {
                byte[] bytes = new String(Character.toChars(character)).getBytes(charset);
                result.append("(?:\\Q")
                        .append(new String(bytes, StandardCharsets.ISO_8859_1))
                        .append("\\E)");
            }
            at += Character.charCount(character);
        }
        return result.toString();
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        return (char) (data[from + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int begin, int end) {
        return new ByteText().over(data, from + begin, from + end);
    }

    @Override
    public String toString() {
        return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
