package io.vedette.collector.logs.parse;

import org.jspecify.annotations.Nullable;

/** A place in a text that moves forward over what it recognises and stays where it does not. */
final class Scan {
    private final String text;
    private int at;

    Scan(String text, int from) {
        this.text = text;
        this.at = from;
    }

    int at() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The character here, 0 at the end. */
    char peek() {
        return peek(0);
    }

    /** The character so many places ahead, 0 behind the end. */
    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    boolean take(char expected) {
        if (peek() == expected && !atEnd()) {
            at++;
            return true;
        }
        return false;
    }

    boolean take(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /** A number of between {@code min} and {@code max} digits (18 at most); -1, without moving, if there is none. */
    long number(int min, int max) {
        int digits = digitsAhead();
        if (digits < min || digits > max) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            value = value * 10 + (peek(i) - '0');
        }
        at += digits;
        return value;
    }

    /** How many digits follow here; counting stops at 20. */
    int digitsAhead() {
        int count = 0;
        while (count < 20 && isDigit(peek(count))) {
            count++;
        }
        return count;
    }

    /** The text up to the next of a character, moved over both; null, without moving, if it is not within reach. */
    @Nullable
    String until(char end, int reach) {
        int limit = Math.min(text.length(), at + reach);
        for (int i = at; i < limit; i++) {
            if (text.charAt(i) == end) {
                String taken = text.substring(at, i);
                at = i + 1;
                return taken;
            }
        }
        return null;
    }

    void skipSpaces() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    String rest() {
        return text.substring(Math.min(at, text.length()));
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
