package io.vedette.agent.probe.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over lines of fields separated by blanks, as the kernel prints them, without making objects of them.
 *
 * <p>Not safe for use by several threads.
 */
final class Fields {
    private static final int MAX_LONG_DIGITS = 18;

    private final String name;
    private byte[] text = new byte[0];
    private int size;
    private int next;
    private int lineEnd;
    private int nextLine;
    private int line;
    private int start;
    private int end;

    /** @param name of the file, for messages */
    Fields(String name) {
        this.name = name;
    }

    /** Takes a new content, to be walked from its first line. */
    void reset(byte[] content, int length) {
        text = content;
        size = length;
        nextLine = 0;
        lineEnd = 0;
        next = 0;
        line = 0;
        start = 0;
        end = 0;
    }

    /** Goes to the next line; false after the last one. */
    boolean nextLine() {
        if (nextLine >= size) {
            next = lineEnd;
            return false;
        }
        next = nextLine;
        int i = nextLine;
        while (i < size && text[i] != '\n') {
            i++;
        }
        lineEnd = i;
        nextLine = i + 1;
        line++;
        return true;
    }

    /** Goes to the next field of the line; false after the last one. */
    boolean next() {
        int i = next;
        while (i < lineEnd && isBlank(text[i])) {
            i++;
        }
        start = i;
        while (i < lineEnd && !isBlank(text[i])) {
            i++;
        }
        end = i;
        next = i;
        return end > start;
    }

    /** Goes past this many fields. */
    void skip(int fields) {
        for (int i = 0; i < fields && next(); i++) {
            continue;
        }
    }

    /** Cuts the field at the first such character; what follows it is the next field. False if it does not occur. */
    boolean cutAt(char separator) {
        for (int i = start; i < end; i++) {
            if (text[i] == separator) {
                end = i;
                next = i + 1;
                return true;
            }
        }
        return false;
    }

    /** As {@link #cutAt}, at the last such character: an interface's name may hold one itself. */
    boolean cutAtLast(char separator) {
        for (int i = end - 1; i >= start; i--) {
            if (text[i] == separator) {
                end = i;
                next = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Whether the field is exactly this ASCII text. */
    boolean is(String other) {
        return end - start == other.length() && startsWith(other);
    }

    /** Whether the field begins with this ASCII text. */
    boolean startsWith(String prefix) {
        if (end - start < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text[start + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the line ends with this ASCII text. */
    boolean lineEndsWith(String suffix) {
        int from = lineEnd - suffix.length();
        if (from < next) {
            return false;
        }
        for (int i = 0; i < suffix.length(); i++) {
            if (text[from + i] != suffix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The field as text. */
    String text() {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }

    /** The next field as a number. */
    double nextDouble() throws IOException {
        if (!next()) {
            throw malformed("the line ends where a number is expected");
        }
        return number();
    }

    /** The field as a number. Integers up to 18 digits, and such with a few decimals, make no objects. */
    double number() throws IOException {
        int i = start;
        boolean negative = i < end && text[i] == '-';
        if (negative) {
            i++;
        }
        long digits = 0;
        int count = 0;
        for (; i < end && text[i] >= '0' && text[i] <= '9'; i++, count++) {
            digits = 10 * digits + (text[i] - '0');
        }
        if (i == end && count > 0 && count <= MAX_LONG_DIGITS) {
            return negative ? -digits : digits;
        }
        try {
            return Double.parseDouble(text());
        } catch (NumberFormatException e) {
            throw malformed("\"" + text() + "\" is not a number");
        }
    }

    /** An error that names file and line. */
    IOException malformed(String what) {
        return new IOException(name + ", line " + line + ": " + what);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
