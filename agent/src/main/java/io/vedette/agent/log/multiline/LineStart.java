package io.vedette.agent.log.multiline;

import static io.vedette.agent.log.multiline.Ascii.digits;
import static io.vedette.agent.log.multiline.Ascii.is;
import static io.vedette.agent.log.multiline.Ascii.isLetter;
import static io.vedette.agent.log.multiline.Ascii.letters;
import static io.vedette.agent.log.multiline.Ascii.skipBlanks;
import static io.vedette.agent.log.multiline.Ascii.startsWith;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Recognises the beginnings by which programs mark a new event: a time, a level. Looks at some dozen bytes, makes
 * nothing.
 */
final class LineStart {
    private static final Set<String> LEVELS = Set.of(
            "TRACE",
            "DEBUG",
            "INFO",
            "NOTICE",
            "WARN",
            "WARNING",
            "ERROR",
            "ERR",
            "CRIT",
            "CRITICAL",
            "FATAL",
            "SEVERE",
            "ALERT",
            "EMERG",
            "CONFIG",
            "FINE",
            "FINER",
            "FINEST",
            "TRCE",
            "DBUG",
            "FAIL",
            "VERBOSE");
    private static final int LONGEST_LEVEL = 8;
    private static final int[] MONTHS =
            names("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final int[] DAYS = names("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final String[] KEYS = {"time=", "ts=", "t=", "timestamp=", "level=", "lvl="};

    private LineStart() {}

    /** Whether the line begins with a time or a level, whatever brackets stand around it. */
    static boolean isMarked(byte[] data, int from, int to) {
        int at = skipBlanks(data, from, to);
        if (at == to) {
            return false;
        }
        boolean bracket = isBracket(data[at]);
        return isLevel(data, bracket ? at + 1 : at, to, bracket) || isTimed(data, at, to);
    }

    private static boolean isBracket(byte b) {
        return b == '[' || b == '(' || b == '<';
    }

    /** Whether the line begins with a level. */
    static boolean isLevel(byte[] data, int from, int to) {
        return from < to && isLevel(data, from, to, false);
    }

    /** Whether the line begins with a time, whatever brackets stand around it. */
    static boolean isTimed(byte[] data, int from, int to) {
        int at = skipBlanks(data, from, to);
        if (at == to) {
            return false;
        }
        boolean bracket = isBracket(data[at]);
        if (startsWith(data, at, to, "- ")) {
            at += 2;
        } else if (isLetter(data, at, to) && startsWith(data, at + 1, to, ", [")) {
            at += 4;
        } else if (bracket) {
            at = skipBlanks(data, at + 1, to);
        }
        return isTime(data, at, to) || bracket && isCounter(data, at, to) || isKeyed(data, at, to);
    }

    /** Whether the line consists of keys and values, and such a line is always whole. */
    static boolean isKeyed(byte[] data, int at, int to) {
        if (!is(data, at, to, 't') && !is(data, at, to, 'l')) {
            return false;
        }
        for (String key : KEYS) {
            if (startsWith(data, at, to, key)) {
                return true;
            }
        }
        return false;
    }

    /** {@code <13>} of syslog, {@code [ 12.345678]} of the kernel. */
    private static boolean isCounter(byte[] data, int at, int to) {
        int count = digits(data, at, to);
        if (count == 0) {
            return false;
        }
        int end = at + count;
        if (is(data, end, to, '.')) {
            end += 1 + digits(data, end + 1, to);
        }
        return is(data, end, to, '>') && count <= 3 || is(data, end, to, ']') && end > at + count;
    }

    private static boolean isLevel(byte[] data, int at, int to, boolean bracket) {
        int length = letters(data, at, Math.min(to, at + LONGEST_LEVEL + 1));
        if (length < 3 || length > LONGEST_LEVEL) {
            return false;
        }
        int end = at + length;
        boolean ends = bracket
                ? is(data, end, to, ']') || is(data, end, to, ')') || is(data, end, to, '>') || is(data, end, to, ' ')
                : is(data, end, to, ':')
                        || is(data, end, to, ' ')
                        || is(data, end, to, '\t')
                        || is(data, end, to, ']')
                        || is(data, end, to, '|');
        boolean capitals = true;
        boolean small = true;
        for (int i = at; i < end; i++) {
            capitals &= data[i] < 'a';
            small &= data[i] >= 'a';
        }
        // "Error: ..." is how an exception's own text begins; a level is written in one case.
        if (!ends || !(capitals || small && (bracket || is(data, end, to, ':')))) {
            return false;
        }
        return LEVELS.contains(new String(data, at, length, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT));
    }

    private static boolean isTime(byte[] data, int at, int to) {
        if (isLetter(data, at, to)) {
            return isWordTime(data, at, to);
        }
        int count = digits(data, at, to);
        int end = at + count;
        return switch (count) {
            case 1, 2 -> isClock(data, at, to) || isDayFirst(data, end, to);
            case 4 ->
                isDateSeparator(data, end, to)
                        && isOneOrTwoDigits(data, end + 1, to)
                        && isDateSeparator(data, end + 1 + digits(data, end + 1, to), to);
            case 6 -> is(data, end, to, ' ') && (digits(data, end + 1, to, 6) || isClock(data, end + 1, to));
            case 8 ->
                (data[at] == '1' || data[at] == '2')
                        && end < to
                        && " T-_".indexOf(data[end]) >= 0
                        && digits(data, end + 1, to) >= 2;
            case 10, 13 -> data[at] == '1' && end < to && " .,:]\t".indexOf(data[end]) >= 0;
            default -> false;
        };
    }

    /** {@code 10:20:30}. */
    static boolean isClock(byte[] data, int at, int to) {
        int hours = digits(data, at, to);
        int minutes = at + hours;
        return hours >= 1
                && hours <= 2
                && is(data, minutes, to, ':')
                && digits(data, minutes + 1, to, 2)
                && is(data, minutes + 3, to, ':')
                && digits(data, minutes + 4, to, 2);
    }

    private static boolean isDateSeparator(byte[] data, int at, int to) {
        return is(data, at, to, '-') || is(data, at, to, '/') || is(data, at, to, '.');
    }

    private static boolean isOneOrTwoDigits(byte[] data, int at, int to) {
        int count = digits(data, at, to);
        return count == 1 || count == 2;
    }

    /** {@code 23/11/2026}, {@code 23.11.26}, {@code 23/Nov/2026}, {@code 23 Nov 2026}, from behind the day. */
    private static boolean isDayFirst(byte[] data, int at, int to) {
        if (is(data, at, to, ' ') || isDateSeparator(data, at, to)) {
            if (isName(data, at + 1, to, MONTHS)) {
                return true;
            }
        }
        if (!isDateSeparator(data, at, to) || !isOneOrTwoDigits(data, at + 1, to)) {
            return false;
        }
        int next = at + 1 + digits(data, at + 1, to);
        if (!is(data, next, to, (char) data[at])) {
            return false;
        }
        int year = digits(data, next + 1, to);
        int end = next + 1 + year;
        // 10.12.34.56 is an address.
        return (year == 2 || year == 4) && !is(data, end, to, '.');
    }

    /** {@code Nov 23 10:20:30}, {@code Mon, 23 Nov 2026}, and {@code I1123 10:20:30.123456} of Google's libraries. */
    private static boolean isWordTime(byte[] data, int at, int to) {
        if ("IWEF".indexOf(data[at]) >= 0 && digits(data, at + 1, to, 4)) {
            return is(data, at + 5, to, ' ') && isClock(data, at + 6, to);
        }
        int length = letters(data, at, Math.min(to, at + 10));
        if (length < 3 || length > 9) {
            return false;
        }
        int next = skipBlanks(data, is(data, at + length, to, ',') ? at + length + 1 : at + length, to);
        if (next == at + length) {
            return false;
        }
        if (isName(data, at, to, MONTHS)) {
            return isOneOrTwoDigits(data, next, to);
        }
        return isName(data, at, to, DAYS) && (isName(data, next, to, MONTHS) || isOneOrTwoDigits(data, next, to));
    }

    static boolean isMonth(byte[] data, int at, int to) {
        return isName(data, at, to, MONTHS);
    }

    private static boolean isName(byte[] data, int at, int to, int[] names) {
        if (to - at < 3 || data[at] < 'A' || data[at] > 'W') {
            return false;
        }
        int found = data[at] << 16 | data[at + 1] << 8 | data[at + 2];
        for (int name : names) {
            if (name == found) {
                return true;
            }
        }
        return false;
    }

    /** Names of three letters, each as one number. */
    private static int[] names(String... names) {
        int[] numbers = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            numbers[i] = names[i].charAt(0) << 16 | names[i].charAt(1) << 8 | names[i].charAt(2);
        }
        return numbers;
    }
}
