package io.vedette.rules.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as Prometheus writes them: the fewest digits that read back as the same number. */
public final class NumberText {
    private static final long EXACT_INTEGERS = 1L << 53;

    private NumberText() {}

    /** Without an exponent: {@code 0.00001}, {@code +Inf}, {@code NaN}. */
    public static String plain(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        return shortest(value).toPlainString();
    }

    /** With an exponent where the number is very large or small: {@code 1e-05}, {@code 1e+06}. */
    public static String general(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return plain(value);
        }
        BigDecimal exact = shortest(value);
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 6) { // as Go decides when it may choose the number of digits
            return plain(value);
        }
        String digits = exact.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "") + mantissa + (exponent < 0 ? "e-" : "e+") + power;
    }

    /**
     * Reads a number as Go's {@code strconv} does: integers may be hexadecimal or, with a leading 0, octal.
     *
     * @throws NumberFormatException if it is none
     */
    public static double parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        String digits = lower.replace("_", "");
        if (digits.startsWith("0x")) {
            return Long.parseLong(digits.substring(2), 16);
        }
        if (digits.length() > 1 && digits.length() < 20 && digits.startsWith("0") && isOctal(digits)) {
            return Long.parseLong(digits, 8);
        }
        return Double.parseDouble(digits);
    }

    /** Reads a floating-point number as Go's {@code ParseFloat} does; NaN if it is none. */
    public static double parseOrNaN(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> isDecimal(lower) ? parseDecimal(lower) : Double.NaN;
        };
    }

    private static double parseDecimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Java would read other things too, such as {@code 1d} and spaces. */
    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != 'e' && c != '+' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isOctal(String digits) {
        return digits.chars().allMatch(c -> c >= '0' && c <= '7');
    }

    /** Milliseconds as seconds with three decimals: {@code 1.500}. */
    public static String millisAsSeconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    /** Java's own text may have a digit too many (before Java 19), but never when it has 15 or fewer. */
    private static BigDecimal shortest(double value) {
        BigDecimal text = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (text.precision() > 15) {
            BigDecimal exact = new BigDecimal(value);
            for (int digits = 15; digits < text.precision(); digits++) {
                BigDecimal shorter = exact.round(new MathContext(digits));
                if (shorter.doubleValue() == value) {
                    return shorter.stripTrailingZeros();
                }
            }
        }
        return text;
    }
}
