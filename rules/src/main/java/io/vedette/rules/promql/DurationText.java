package io.vedette.rules.promql;

import java.util.OptionalLong;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 500ms}. */
public final class DurationText {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {
        365L * 24 * 3600 * 1000, 7L * 24 * 3600 * 1000, 24L * 3600 * 1000, 3600 * 1000, 60 * 1000, 1000, 1
    };
    /** Prometheus counts nanoseconds in 64 bits. */
    static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private DurationText() {}

    /**
     * Milliseconds of a duration whose units stand in descending order; empty if it is none or longer than 292 years.
     */
    public static OptionalLong parse(String text) {
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        long total = 0;
        int unit = -1;
        int i = 0;
        while (i < text.length()) {
            int digits = i;
            while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                i++;
            }
            int letters = i;
            while (i < text.length() && text.charAt(i) >= 'a' && text.charAt(i) <= 'z') {
                i++;
            }
            int found = unitOf(text.substring(letters, i));
            if (letters == digits || letters - digits > 18 || found <= unit) {
                return OptionalLong.empty();
            }
            unit = found;
            long count = Long.parseLong(text.substring(digits, letters));
            if (count > (MAX_MILLIS - total) / MILLIS[unit]) {
                return OptionalLong.empty();
            }
            total += count * MILLIS[unit];
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }

    private static int unitOf(String letters) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(letters)) {
                return i;
            }
        }
        return -1;
    }

    /** A duration of at least 0 milliseconds in the largest units. Weeks and years only where they come out even. */
    public static String print(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        long rest = millis;
        for (int i = 0; i < UNITS.length; i++) {
            boolean onlyEven = i < 2;
            if (rest / MILLIS[i] > 0 && (!onlyEven || rest % MILLIS[i] == 0)) {
                out.append(rest / MILLIS[i]).append(UNITS[i]);
                rest %= MILLIS[i];
            }
        }
        return out.toString();
    }
}
