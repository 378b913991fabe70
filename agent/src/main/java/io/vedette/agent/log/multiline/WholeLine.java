package io.vedette.agent.log.multiline;

import static io.vedette.agent.log.multiline.Ascii.digits;
import static io.vedette.agent.log.multiline.Ascii.indexOf;
import static io.vedette.agent.log.multiline.Ascii.is;
import static io.vedette.agent.log.multiline.Ascii.isBlank;
import static io.vedette.agent.log.multiline.Ascii.isDigit;
import static io.vedette.agent.log.multiline.Ascii.isLetter;
import static io.vedette.agent.log.multiline.Ascii.skipBlanks;
import static io.vedette.agent.log.multiline.Ascii.tokenEnd;

/**
 * Recognises lines that are an event each, as their writers put no line break into one: JSON objects, keys and values,
 * syslog, access logs. Nothing is waited for after such a line.
 */
final class WholeLine {
    /** Words before the time of an access log: host, port, address, identity, user. */
    private static final int ACCESS_WORDS = 5;

    private static final int ACCESS_WORD_REACH = 256;

    private WholeLine() {}

    static boolean isWhole(byte[] data, int from, int to) {
        if (from == to) {
            return false;
        }
        if (data[from] == '{') {
            return isObject(data, from, to);
        }
        return LineStart.isKeyed(data, from, to) || isSyslog(data, from, to) || isAccess(data, from, to);
    }

    private static boolean isObject(byte[] data, int from, int to) {
        int end = to;
        while (end > from && isBlank(data[end - 1])) {
            end--;
        }
        int inside = skipBlanks(data, from + 1, to);
        return data[end - 1] == '}' && end > from + 1 && (data[inside] == '"' || data[inside] == '}');
    }

    /** RFC 5424, or a time of RFC 3164 or one with microseconds, a host, and a program before a colon. */
    private static boolean isSyslog(byte[] data, int from, int to) {
        int at = from;
        if (data[at] == '<') {
            int count = digits(data, at + 1, to);
            return count >= 1 && count <= 3 && is(data, at + 1 + count, to, '>');
        }
        if (LineStart.isMonth(data, at, to)) {
            at = skipBlanks(data, at + 3, to);
            at = skipBlanks(data, at + digits(data, at, to), to);
            if (!LineStart.isClock(data, at, to)) {
                return false;
            }
            at = tokenEnd(data, at, to);
        } else if (isDigit(data, at, to)) {
            int end = tokenEnd(data, at, Math.min(to, at + 40));
            int dot = indexOf(data, at, end, ".");
            if (dot < 0 || indexOf(data, at, end, "T") < 0 || digits(data, dot + 1, to) != 6) {
                return false;
            }
            at = end;
        } else {
            return false;
        }
        return isHostAndProgram(data, at, to);
    }

    private static boolean isHostAndProgram(byte[] data, int from, int to) {
        int host = skipBlanks(data, from, to);
        int hostEnd = tokenEnd(data, host, to);
        if (host == from || host == hostEnd || LineStart.isMarked(data, host, to)) {
            return false;
        }
        for (int i = host; i < hostEnd; i++) {
            if (!isLetter(data, i, to) && !isDigit(data, i, to) && ".-_:".indexOf(data[i]) < 0) {
                return false;
            }
        }
        int program = skipBlanks(data, hostEnd, to);
        int programEnd = tokenEnd(data, program, to);
        return programEnd > program + 1 && data[programEnd - 1] == ':';
    }

    /** {@code 192.0.2.1 - - [23/Nov/2026:10:20:30 +0000] "GET / ..."}, with up to two words more before the time. */
    private static boolean isAccess(byte[] data, int from, int to) {
        int at = from;
        for (int words = 0; words < ACCESS_WORDS && at < to; words++) {
            at = skipBlanks(data, tokenEnd(data, at, Math.min(to, at + ACCESS_WORD_REACH)), to);
            if (is(data, at, to, '[')) {
                return digits(data, at + 1, to) == 2
                        && is(data, at + 3, to, '/')
                        && LineStart.isMonth(data, at + 4, to);
            }
        }
        return false;
    }
}
