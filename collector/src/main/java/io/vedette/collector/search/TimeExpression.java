package io.vedette.collector.search;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times as people write them in a URL. */
final class TimeExpression {
    private static final Duration REACH_MAX = Duration.ofDays(36_500);

    private TimeExpression() {}

    /**
     * Reads RFC 3339 ({@code 2026-11-23T13:41:44Z}), milliseconds since the Unix epoch, or a time relative to now
     * ({@code now}, {@code now-15m}; units s, m, h, d, w).
     *
     * @throws IllegalArgumentException if it is none, with a message that shows the right form
     */
    static Instant parse(String text, Instant now) {
        try {
            if (text.equals("now")) {
                return now;
            }
            if (text.startsWith("now-")) {
                return now.minus(duration(text.substring(4)));
            }
            // A plus in a URL that was not escaped arrives as a space.
            if (text.startsWith("now+") || text.startsWith("now ")) {
                return now.plus(duration(text.substring(4)));
            }
            if (!text.isEmpty() && text.length() <= 16 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException | NumberFormatException e) {
            String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
            throw new IllegalArgumentException(
                    "\"" + shown + "\" is no time; write now-15m, 2026-11-23T13:41:44Z or milliseconds since 1970", e);
        }
    }

    private static Duration duration(String text) {
        if (text.length() < 2 || text.length() > 10) {
            throw new DateTimeException("no number and unit");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        long seconds = switch (text.charAt(text.length() - 1)) {
            case 's' -> number;
            case 'm' -> number * 60;
            case 'h' -> number * 3_600;
            case 'd' -> number * 86_400;
            case 'w' -> number * 604_800;
            default -> throw new DateTimeException("no such unit");
        };
        if (number < 0 || seconds > REACH_MAX.toSeconds()) {
            throw new DateTimeException("out of reach");
        }
        return Duration.ofSeconds(seconds);
    }
}
