package io.vedette.agent.probe;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as Go's {@code strconv.FormatFloat(v, 'g', -1, 64)} prints them, which is how exporters do: the fewest digits
 * that read back as the same number, with an exponent below 1e-4 and from 1e6 on.
 */
public final class GoFloat {
    private static final int FIRST_EXPONENT = 6;
    private static final int LAST_SMALL_EXPONENT = -4;
    private static final long EXACT_INTEGERS = 1L << 53;

    private GoFloat() {}

    /** The number as text; {@code NaN}, {@code +Inf} and {@code -Inf} where it is none. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1_000_000) {
            return Integer.toString((int) value);
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        StringBuilder out = new StringBuilder(24);
        if (value < 0) {
            out.append('-');
        }
        if (exponent < LAST_SMALL_EXPONENT || exponent >= FIRST_EXPONENT) {
            appendScientific(out, digits, exponent);
        } else {
            out.append(shortest.toPlainString());
        }
        return out.toString();
    }

    private static void appendScientific(StringBuilder out, String digits, int exponent) {
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        int size = Math.abs(exponent);
        out.append(exponent < 0 ? "e-" : "e+").append(size < 10 ? "0" : "").append(size);
    }

    /**
     * The number with the fewest digits that is nearest to the given one; Java's own text has some too many before 19.
     */
    private static BigDecimal shortest(double value) {
        if (value < EXACT_INTEGERS && value == Math.rint(value)) {
            return BigDecimal.valueOf((long) value).stripTrailingZeros();
        }
        BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        boolean subnormal = value < Double.MIN_NORMAL;
        if (printed.precision() < 15 && !subnormal) {
            return printed;
        }
        BigDecimal exact = new BigDecimal(value);
        for (int precision = subnormal ? 1 : 15; precision <= 16; precision++) {
            BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
