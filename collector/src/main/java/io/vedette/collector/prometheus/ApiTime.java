package io.vedette.collector.prometheus;

import io.vedette.protocol.config.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalDouble;

/**
 * Times and durations as the API takes them. Times: seconds since the Unix epoch with decimals, or RFC 3339. Durations:
 * seconds as a number, or Prometheus's form {@code 1h30m}.
 */
final class ApiTime {
    /** The earliest and latest time any sample can have here; Prometheus's own limits are beyond what Java prints. */
    static final long MIN_MILLIS = -(1L << 53);

    static final long MAX_MILLIS = 1L << 53;

    /** What Prometheus calls its earliest and latest time; Grafana sends them back. */
    private static final String MIN_TEXT = "-292273086-05-16T16:47:06Z";

    private static final String MAX_TEXT = "292277025-08-18T07:12:54.999999999Z";
    private static final int MAX_LENGTH = 64;

    private ApiTime() {}

    /**
     * Milliseconds since the Unix epoch.
     *
     * @param complaint what Prometheus says before the reason, for this parameter
     */
    static long parseTime(String parameter, String text, String complaint) throws ApiException {
        OptionalDouble seconds = number(text);
        if (seconds.isPresent() && Math.abs(seconds.getAsDouble()) <= MAX_MILLIS / 1000.0) {
            // Of the number, not of the text: an exponent such as e-99999999 would make a decimal of as many digits.
            return BigDecimal.valueOf(seconds.getAsDouble())
                    .movePointRight(3)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValue();
        }
        if (text.equals(MIN_TEXT)) {
            return MIN_MILLIS;
        }
        if (text.equals(MAX_TEXT)) {
            return MAX_MILLIS;
        }
        try {
            if (text.length() <= MAX_LENGTH) {
                Instant time = OffsetDateTime.parse(text).toInstant();
                return Math.min(MAX_MILLIS, Math.max(MIN_MILLIS, time.toEpochMilli()));
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, in Prometheus's words.
        }
        throw ApiException.invalid(parameter, complaint + "cannot parse " + quote(text) + " to a valid timestamp");
    }

    /** A duration; may be negative or zero. */
    static Duration parseDuration(String parameter, String text) throws ApiException {
        OptionalDouble seconds = number(text);
        if (seconds.isPresent()) {
            double nanos = seconds.getAsDouble() * 1e9;
            if (Double.isNaN(nanos) || Math.abs(nanos) > Long.MAX_VALUE) {
                throw ApiException.invalid(
                        parameter, "cannot parse " + quote(text) + " to a valid duration. It overflows int64");
            }
            return Duration.ofNanos((long) nanos);
        }
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(parameter, "cannot parse " + quote(text) + " to a valid duration");
        }
    }

    private static OptionalDouble number(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return OptionalDouble.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return OptionalDouble.empty();
            }
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A text in quotes, cut if it is long: errors are answered to whoever sent the text. */
    static String quote(String text) {
        String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
        return '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
