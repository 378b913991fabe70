package io.vedette.deploy.cli;

import io.vedette.protocol.config.Durations;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times as people type them. */
final class TimeText {
    private TimeText() {}

    /**
     * @param text {@code now}, {@code now-15m}, RFC 3339, or seconds since the Unix epoch
     * @throws Failure that shows the right forms
     */
    static Instant parse(String text, Instant now) throws Failure {
        try {
            if (text.startsWith("now")) {
                String rest = text.substring(3);
                if (rest.isEmpty()) {
                    return now;
                }
                Duration step = Durations.parse(rest.substring(1));
                if (rest.charAt(0) == '-') {
                    return now.minus(step);
                }
                if (rest.charAt(0) == '+') {
                    return now.plus(step);
                }
            } else if (text.indexOf('T') < 0) {
                return Instant.ofEpochMilli(
                        new BigDecimal(text).movePointRight(3).longValueExact());
            } else {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw wrong(text, e);
        }
        throw wrong(text, null);
    }

    private static Failure wrong(String text, @Nullable Exception cause) {
        String message = "\"" + text + "\" is not a time; write now-15m, 2026-11-23T14:00:00Z or seconds since 1970";
        return cause == null ? new Failure(message) : new Failure(message, cause);
    }

    /** Seconds since the Unix epoch with milliseconds, as the Prometheus API takes them. */
    static String seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
    }
}
