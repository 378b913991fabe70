package io.vedette.protocol.config;

import java.time.Duration;

/**
 * Durations as people write them and as Prometheus reads them: {@code 15s}, {@code 500ms}, {@code 1h30m}, {@code 7d}.
 * Units come in descending order, each at most once; a day has 24 hours, a week 7 days, a year 365 days.
 */
public final class Durations {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] UNIT_MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };

    private Durations() {}

    /**
     * Reads a duration; {@code 0} needs no unit.
     *
     * @throws IllegalArgumentException if the text is no duration, with a message that shows the right form
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        long millis = 0;
        int position = 0;
        int unit = 0;
        while (position < text.length()) {
            int digits = position;
            while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
                digits++;
            }
            int end = digits;
            while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
                end++;
            }
            unit = indexOfUnit(text.substring(digits, end), unit);
            if (unit < 0 || digits == position || digits - position > 12) {
                throw wrong(text);
            }
            try {
                long part = Math.multiplyExact(Long.parseLong(text.substring(position, digits)), UNIT_MILLIS[unit]);
                millis = Math.addExact(millis, part);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("\"" + text + "\" is longer than a duration can be", e);
            }
            unit++;
            position = end;
        }
        if (position == 0) {
            throw wrong(text);
        }
        return Duration.ofMillis(millis);
    }

    /** As {@link #parse} reads it, in the fewest words: {@code 1h30m}. */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (int unit = 0; unit < UNITS.length; unit++) {
            // A year and a week are written only when nothing is left over, as 7d12h reads better than 1w12h.
            if (rest >= UNIT_MILLIS[unit] && (unit > 1 || rest % UNIT_MILLIS[unit] == 0)) {
                text.append(rest / UNIT_MILLIS[unit]).append(UNITS[unit]);
                rest %= UNIT_MILLIS[unit];
            }
        }
        return text.toString();
    }

    private static int indexOfUnit(String name, int from) {
        for (int unit = from; unit < UNITS.length; unit++) {
            if (UNITS[unit].equals(name)) {
                return unit;
            }
        }
        return -1;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a duration; write for example 15s, 500ms, 1h30m or 7d");
    }
}
