package io.vedette.collector.logs.parse;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How grave a line is: the six grades that the many words of the many programs come down to. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    private static final Map<String, LogLevel> WORDS = Map.ofEntries(
            Map.entry("trace", TRACE),
            Map.entry("finest", TRACE),
            Map.entry("finer", TRACE),
            Map.entry("verbose", TRACE),
            Map.entry("debug", DEBUG),
            Map.entry("dbug", DEBUG),
            Map.entry("fine", DEBUG),
            Map.entry("info", INFO),
            Map.entry("information", INFO),
            Map.entry("informational", INFO),
            Map.entry("notice", INFO),
            Map.entry("warn", WARN),
            Map.entry("warning", WARN),
            Map.entry("error", ERROR),
            Map.entry("err", ERROR),
            Map.entry("severe", ERROR),
            Map.entry("fatal", FATAL),
            Map.entry("critical", FATAL),
            Map.entry("crit", FATAL),
            Map.entry("alert", FATAL),
            Map.entry("emerg", FATAL),
            Map.entry("emergency", FATAL),
            Map.entry("panic", FATAL));

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The value of {@code log.level}. */
    public String text() {
        return text;
    }

    /** What a word means, in any case; null if it is no level. */
    public static @Nullable LogLevel ofWord(String word) {
        return word.length() > 13 ? null : WORDS.get(word.toLowerCase(Locale.ROOT));
    }

    /**
     * What a severity of RFC 5424 means.
     *
     * @param severity 0 (emergency) to 7 (debug)
     * @return null if it is none
     */
    public static @Nullable LogLevel ofSyslogSeverity(long severity) {
        if (severity < 0 || severity > 7) {
            return null;
        }
        return switch ((int) severity) {
            case 0, 1, 2 -> FATAL;
            case 3 -> ERROR;
            case 4 -> WARN;
            case 5, 6 -> INFO;
            default -> DEBUG;
        };
    }

    /**
     * What a number in a structured line means: a syslog severity (0 to 7, as GELF writes it) or a grade in tens (10
     * trace to 60 fatal, as the Bunyan family writes it).
     *
     * @return null if it is neither
     */
    public static @Nullable LogLevel ofNumber(long number) {
        if (number < 10) {
            return ofSyslogSeverity(number);
        }
        return number < 70 ? values()[(int) (number / 10) - 1] : null;
    }
}
