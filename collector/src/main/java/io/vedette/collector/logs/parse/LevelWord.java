package io.vedette.collector.logs.parse;

import org.jspecify.annotations.Nullable;

/**
 * Finds the word that says how grave a line is. In a sentence such a word means nothing ("no error found"), so it
 * counts only in the places where programs write it: in capitals, in brackets, before a colon, or behind
 * {@code level=}; and only near the line's beginning.
 */
final class LevelWord implements Step {
    private static final int REACH = 200;

    @Override
    public void apply(LogLine line) {
        if (line.level() == null) {
            line.setLevel(find(line.message()));
        }
    }

    static @Nullable LogLevel find(String text) {
        LogLevel byLetter = byLeadingLetter(text);
        if (byLetter != null) {
            return byLetter;
        }
        int end = Math.min(text.length(), REACH);
        for (int at = 0; at < end; ) {
            if (!isLetter(text.charAt(at))) {
                at++;
                continue;
            }
            int wordEnd = at;
            while (wordEnd < text.length() && wordEnd < at + 16 && isLetter(text.charAt(wordEnd))) {
                wordEnd++;
            }
            LogLevel level = ofWordAt(text, at, wordEnd);
            if (level != null) {
                return level;
            }
            at = wordEnd;
        }
        return null;
    }

    private static @Nullable LogLevel ofWordAt(String text, int begin, int end) {
        int length = end - begin;
        if (length < 3 || length > 13) {
            return null;
        }
        LogLevel level = LogLevel.ofWord(text.substring(begin, end));
        if (level == null) {
            return null;
        }
        char before = begin == 0 ? ' ' : text.charAt(begin - 1);
        char after = end == text.length() ? ' ' : text.charAt(end);
        if (isJoining(before) || isJoining(after)) {
            return null;
        }
        boolean capitals = text.charAt(begin) < 'a' && text.charAt(begin + 1) < 'a';
        boolean bracketed = "[(<{|:".indexOf(before) >= 0 && "])>}|".indexOf(after) >= 0;
        boolean beforeColon = after == ':' && (before == ' ' || before == ']' || before == '\t');
        return capitals || bracketed || beforeColon || isValueOfLevelKey(text, begin) ? level : null;
    }

    /** {@code level=warn}, {@code lvl="warn"}, {@code severity: warn}, also with a quote around key or value. */
    private static boolean isValueOfLevelKey(String text, int begin) {
        int at = begin - 1;
        while (at >= 0 && "\"' ".indexOf(text.charAt(at)) >= 0) {
            at--;
        }
        if (at < 0 || text.charAt(at) != '=' && text.charAt(at) != ':') {
            return false;
        }
        while (at > 0 && "=:\"' ".indexOf(text.charAt(at)) >= 0) {
            at--;
        }
        int keyBegin = at;
        while (keyBegin > 0 && at - keyBegin < 8 && isLetter(text.charAt(keyBegin - 1))) {
            keyBegin--;
        }
        String key = text.substring(keyBegin, at + 1);
        return key.equalsIgnoreCase("level")
                || key.equalsIgnoreCase("lvl")
                || key.equalsIgnoreCase("loglevel")
                || key.equalsIgnoreCase("severity");
    }

    /** The form of Google's libraries: {@code E1123 13:41:44.123456 1234 file.cc:12] ...}. */
    private static @Nullable LogLevel byLeadingLetter(String text) {
        if (text.length() < 14 || text.charAt(5) != ' ' || text.charAt(8) != ':') {
            return null;
        }
        for (int i = 1; i <= 4; i++) {
            if (!Scan.isDigit(text.charAt(i))) {
                return null;
            }
        }
        return switch (text.charAt(0)) {
            case 'I' -> LogLevel.INFO;
            case 'W' -> LogLevel.WARN;
            case 'E' -> LogLevel.ERROR;
            case 'F' -> LogLevel.FATAL;
            default -> null;
        };
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Part of a longer name: {@code log_error}, {@code error-page}, {@code ERROR.txt}. */
    private static boolean isJoining(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '/';
    }
}
