package io.vedette.agent.log.multiline;

/** Looks at bytes of text in any encoding that keeps ASCII. All ranges are {@code [from, to)}. */
final class Ascii {
    private Ascii() {}

    static boolean isDigit(byte[] data, int at, int to) {
        return at < to && data[at] >= '0' && data[at] <= '9';
    }

    static boolean isLetter(byte[] data, int at, int to) {
        return at < to && ((data[at] | 0x20) >= 'a' && (data[at] | 0x20) <= 'z');
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean is(byte[] data, int at, int to, char expected) {
        return at < to && data[at] == expected;
    }

    /** How many digits stand there. */
    static int digits(byte[] data, int at, int to) {
        int end = at;
        while (isDigit(data, end, to)) {
            end++;
        }
        return end - at;
    }

    /** Whether exactly so many digits stand there. */
    static boolean digits(byte[] data, int at, int to, int count) {
        return at <= to && digits(data, at, Math.min(to, at + count + 1)) == count;
    }

    /** How many letters stand there. */
    static int letters(byte[] data, int at, int to) {
        int end = at;
        while (isLetter(data, end, to)) {
            end++;
        }
        return end - at;
    }

    /** Where the first byte that is neither space nor tab stands; {@code to} if there is none. */
    static int skipBlanks(byte[] data, int from, int to) {
        int at = from;
        while (at < to && isBlank(data[at])) {
            at++;
        }
        return at;
    }

    /** Where the run of bytes other than space and tab ends. */
    static int tokenEnd(byte[] data, int from, int to) {
        int at = from;
        while (at < to && !isBlank(data[at])) {
            at++;
        }
        return at;
    }

    static boolean startsWith(byte[] data, int from, int to, String prefix) {
        if (to - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (data[from + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean endsWith(byte[] data, int from, int to, String suffix) {
        return to - from >= suffix.length() && startsWith(data, to - suffix.length(), to, suffix);
    }

    /** Where a text stands first, or -1. */
    static int indexOf(byte[] data, int from, int to, String text) {
        for (int at = from; at + text.length() <= to; at++) {
            if (startsWith(data, at, to, text)) {
                return at;
            }
        }
        return -1;
    }
}
