package io.vedette.rules.template;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Doubles as Go's {@code strconv.FormatFloat} writes them. */
public final class GoFloat {
    /** In place of a precision: as many digits as it takes to tell the number from its neighbours. */
    public static final int SHORTEST = -1;

    private GoFloat() {}

    /**
     * Writes a number.
     *
     * @param format {@code e}, {@code f} or {@code g}
     * @param precision digits after the point, or of {@code g} all digits; {@link #SHORTEST}
     */
    public static String format(double value, char format, int precision) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        String sign = value < 0 || 1 / value < 0 ? "-" : "";
        double absolute = Math.abs(value);
        return sign
                + switch (format) {
                    case 'e' ->
                        scientific(digits(absolute, precision == SHORTEST ? SHORTEST : precision + 1), precision);
                    case 'f' -> plain(absolute, precision);
                    default -> general(absolute, precision);
                };
    }

    /**
     * A number as {@code 0.digits * 10^point}.
     *
     * @param digits without zeros at the end; empty for zero
     */
    private record Decimal(String digits, int point) {}

    private static Decimal digits(double value, int count) {
        if (value == 0) {
            return new Decimal("", 0);
        }
        BigDecimal rounded = count == SHORTEST ? shortest(value) : round(value, count);
        String digits = rounded.unscaledValue().toString();
        int point = digits.length() - rounded.scale();
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return new Decimal(digits.substring(0, end), point);
    }

    private static BigDecimal round(double value, int count) {
        return round(value, count, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal round(double value, int count, RoundingMode mode) {
        return new BigDecimal(value).round(new MathContext(count, mode));
    }

    private static BigDecimal shortest(double value) {
        // Java's own text is at times a digit too long before Java 19, and this one too where there is hardly a digit.
        BigDecimal best = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        if (value >= Double.MIN_NORMAL) {
            return best;
        }
        for (int count = best.precision(); count > 0; count--) {
            BigDecimal shorter = readingBackAs(value, count);
            if (shorter == null) {
                break;
            }
            best = shorter;
        }
        return best;
    }

    /** The nearest decimal of so many digits that reads back as a number; null if there is none. */
    private static @Nullable BigDecimal readingBackAs(double value, int count) {
        // Just above a power of two the neighbour below is nearer than that above, and so only a decimal that is not
        // the nearest may read back.
        for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.CEILING, RoundingMode.FLOOR)) {
            BigDecimal rounded = round(value, count, mode);
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return null;
    }

    private static String scientific(Decimal decimal, int precision) {
        String digits = decimal.digits().isEmpty() ? "0" : decimal.digits();
        int after = precision == SHORTEST ? digits.length() - 1 : precision;
        StringBuilder out = new StringBuilder().append(digits.charAt(0));
        if (after > 0) {
            String rest = digits.substring(1, Math.min(digits.length(), after + 1));
            out.append('.').append(rest).append("0".repeat(after - rest.length()));
        }
        int exponent = decimal.digits().isEmpty() ? 0 : decimal.point() - 1;
        out.append('e').append(exponent < 0 ? '-' : '+');
        return out.append(Math.abs(exponent) < 10 ? "0" : "")
                .append(Math.abs(exponent))
                .toString();
    }

    private static String plain(double value, int precision) {
        BigDecimal exact = precision == SHORTEST && value != 0 ? shortest(value) : new BigDecimal(value);
        int scale =
                precision == SHORTEST ? Math.max(0, exact.stripTrailingZeros().scale()) : precision;
        return exact.setScale(scale, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String general(double value, int precision) {
        Decimal decimal = digits(value, precision == SHORTEST ? SHORTEST : Math.max(1, precision));
        int length = decimal.digits().length();
        int threshold = precision == SHORTEST ? 6 : Math.max(1, precision);
        if (precision != SHORTEST && threshold > length && length >= decimal.point()) {
            threshold = length;
        }
        int exponent = decimal.point() - 1;
        if (exponent < -4 || exponent >= threshold) {
            return scientific(decimal, Math.max(0, length - 1));
        }
        return plain(decimal, length);
    }

    private static String plain(Decimal decimal, int length) {
        if (decimal.digits().isEmpty()) {
            return "0";
        }
        if (decimal.point() <= 0) {
            return "0." + "0".repeat(-decimal.point()) + decimal.digits();
        }
        if (decimal.point() >= length) {
            return decimal.digits() + "0".repeat(decimal.point() - length);
        }
        return decimal.digits().substring(0, decimal.point()) + "."
                + decimal.digits().substring(decimal.point());
    }
}
