package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Values and times as Prometheus's API writes them: values as Go's {@code strconv.FormatFloat} with the fewest digits
 * that give the same number back, without exponent between 1e-6 and 1e21; times in seconds with no or three decimals.
 */
final class SampleText {
    private static final double LONG_EXACT = 1e15;

    private SampleText() {}

    /** A value, without exponent between 1e-6 and 1e21. */
    static String value(double value) {
        if (value == (long) value && Math.abs(value) < LONG_EXACT && !isNegativeZero(value)) {
            return Long.toString((long) value);
        }
        if (!Double.isFinite(value)) {
            return special(value);
        }
        double magnitude = Math.abs(value);
        boolean exponent = magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21);
        Digits digits = Digits.of(magnitude);
        String text = exponent ? digits.withExponent() : digits.plain();
        return isNegative(value) ? "-" + text : text;
    }

    /** A value, always with exponent: {@code 1e+00}. */
    static String valueWithExponent(double value) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        String text = Digits.of(Math.abs(value)).withExponent();
        return isNegative(value) ? "-" + text : text;
    }

    /** A time, from milliseconds since the Unix epoch. */
    static String timestamp(long millis) {
        long magnitude = Math.abs(millis);
        String seconds = (millis < 0 ? "-" : "") + magnitude / 1000;
        int fraction = (int) (magnitude % 1000);
        if (fraction == 0) {
            return seconds;
        }
        return seconds + (fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".") + fraction;
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    private static boolean isNegative(double value) {
        return value < 0 || isNegativeZero(value);
    }

    private static boolean isNegativeZero(double value) {
        return value == 0 && 1 / value < 0;
    }

    /**
     * The shortest decimal that reads back as the same number.
     *
     * @param digits without leading or trailing zeros, but for zero itself
     * @param pointAt how many digits stand before the decimal point; may be negative or more than there are
     */
    private record Digits(String digits, int pointAt) {
        static Digits of(double value) {
            Digits shortest = parse(NumberOutput.toString(value, true));
            // Java promises a digit on each side of the point and then takes the nearest number of two digits, where Go
            // is content with one: 4.9e-324 for 5e-324.
            return shortest.digits.length() == 2 ? shortest.shortened(value) : shortest;
        }

        private static Digits parse(String java) {
            int exponentAt = java.indexOf('E');
            String mantissa = exponentAt < 0 ? java : java.substring(0, exponentAt);
            int exponent = exponentAt < 0 ? 0 : Integer.parseInt(java.substring(exponentAt + 1));
            int point = mantissa.indexOf('.');
            String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
            int first = 0;
            while (first < all.length() - 1 && all.charAt(first) == '0') {
                first++;
            }
            int last = all.length();
            while (last > first + 1 && all.charAt(last - 1) == '0') {
                last--;
            }
            String kept = all.substring(first, last);
            return new Digits(kept, kept.equals("0") ? 1 : point + exponent - first);
        }

        private Digits shortened(double value) {
            int rounded = (Integer.parseInt(digits) + 5) / 10;
            Digits one = rounded == 10 ? new Digits("1", pointAt + 1) : new Digits(Integer.toString(rounded), pointAt);
            return rounded > 0 && Double.parseDouble(one.withExponent()) == value ? one : this;
        }

        String plain() {
            int length = digits.length();
            if (pointAt <= 0) {
                return "0." + "0".repeat(-pointAt) + digits;
            }
            return pointAt >= length
                    ? digits + "0".repeat(pointAt - length)
                    : digits.substring(0, pointAt) + "." + digits.substring(pointAt);
        }

        String withExponent() {
            int exponent = pointAt - 1;
            String magnitude = Integer.toString(Math.abs(exponent));
            return digits.charAt(0)
                    + (digits.length() > 1 ? "." + digits.substring(1) : "")
                    + (exponent < 0 ? "e-" : "e+")
                    + (magnitude.length() < 2 ? "0" + magnitude : magnitude);
        }
    }
}
