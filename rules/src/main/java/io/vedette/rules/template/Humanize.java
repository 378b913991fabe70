package io.vedette.rules.template;

import java.time.Instant;
import java.util.List;

/** Numbers for people, as Prometheus writes them. */
final class Humanize {
    private static final List<String> LARGE = List.of("k", "M", "G", "T", "P", "E", "Z", "Y");
    private static final List<String> LARGE_BINARY = List.of("ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi");
    private static final List<String> SMALL = List.of("m", "u", "n", "p", "f", "a", "z", "y");

    private Humanize() {}

    private static String fourDigits(double value) {
        return GoFloat.format(value, 'g', 4);
    }

    private static boolean isOdd(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    /** With a metric prefix. */
    static String decimal(double value) {
        if (value == 0 || isOdd(value)) {
            return fourDigits(value);
        }
        return Math.abs(value) >= 1 ? scaledDown(value, 1_000, LARGE) : scaledUp(value);
    }

    /** With a binary prefix. */
    static String binary(double value) {
        return Math.abs(value) <= 1 || isOdd(value) ? fourDigits(value) : scaledDown(value, 1_024, LARGE_BINARY);
    }

    private static String scaledDown(double value, double by, List<String> prefixes) {
        double scaled = value;
        String prefix = "";
        for (String larger : prefixes) {
            if (Math.abs(scaled) < by) {
                break;
            }
            prefix = larger;
            scaled /= by;
        }
        return fourDigits(scaled) + prefix;
    }

    private static String scaledUp(double value) {
        double scaled = value;
        String prefix = "";
        for (String smaller : SMALL) {
            if (Math.abs(scaled) >= 1) {
                break;
            }
            prefix = smaller;
            scaled *= 1_000;
        }
        return fourDigits(scaled) + prefix;
    }

    /** A ratio as per cent. */
    static String percentage(double value) {
        return fourDigits(value * 100) + "%";
    }

    /** Seconds as days, hours, minutes and seconds, or with a metric prefix. */
    static String duration(double seconds) {
        if (isOdd(seconds)) {
            return fourDigits(seconds);
        }
        if (Math.abs(seconds) < 1) {
            return (seconds == 0 ? fourDigits(seconds) : scaledUp(seconds)) + "s";
        }
        String sign = seconds < 0 ? "-" : "";
        double absolute = Math.abs(seconds);
        long whole = (long) absolute;
        long days = whole / 86_400;
        long hours = whole / 3_600 % 24;
        long minutes = whole / 60 % 60;
        if (days > 0) {
            return sign + days + "d " + hours + "h " + minutes + "m " + whole % 60 + "s";
        }
        if (hours > 0) {
            return sign + hours + "h " + minutes + "m " + whole % 60 + "s";
        }
        return minutes > 0 ? sign + minutes + "m " + whole % 60 + "s" : sign + fourDigits(absolute) + "s";
    }

    /** Seconds since the epoch as a date. */
    static String timestamp(double seconds) throws TemplateException {
        return isOdd(seconds) ? fourDigits(seconds) : GoTime.print(time(seconds));
    }

    /** Seconds since the epoch as a time, to the millisecond. */
    static Instant time(double seconds) throws TemplateException {
        if (isOdd(seconds)) {
            throw new TemplateException(fourDigits(seconds) + " is not a time");
        }
        double nanos = seconds * 1e9;
        if (nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
            throw new TemplateException(GoPrint.print(seconds)
                    + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        return Instant.ofEpochMilli(Math.floorDiv((long) nanos, 1_000_000L));
    }
}
