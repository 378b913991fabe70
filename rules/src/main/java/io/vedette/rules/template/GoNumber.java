package io.vedette.rules.template;

import java.util.Locale;

/** Go's number literals. */
final class GoNumber {
    /** Longer ones are no honest number, and parsing takes time that grows with the square. */
    private static final int MAX_LENGTH = 400;

    private GoNumber() {}

    /**
     * A {@link Long} or {@link Double}.
     *
     * @throws NumberFormatException if it is no number, or too large an integer
     */
    static Object parse(String literal) {
        boolean negative = literal.startsWith("-");
        String digits = negative || literal.startsWith("+") ? literal.substring(1) : literal;
        if (digits.length() > MAX_LENGTH || digits.endsWith("_") || digits.startsWith("_") || digits.contains("__")) {
            throw new NumberFormatException(literal);
        }
        digits = digits.replace("_", "").toLowerCase(Locale.ROOT);
        String sign = negative ? "-" : "";
        if (digits.startsWith("0x")) {
            return Long.parseLong(sign + digits.substring(2), 16);
        }
        if (digits.startsWith("0o")) {
            return Long.parseLong(sign + digits.substring(2), 8);
        }
        if (digits.startsWith("0b")) {
            return Long.parseLong(sign + digits.substring(2), 2);
        }
        if (isFloat(digits)) {
            return Double.parseDouble(sign + digits);
        }
        boolean octal = digits.length() > 1 && digits.startsWith("0");
        return Long.parseLong(sign + digits, octal ? 8 : 10);
    }

    private static boolean isFloat(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            // Java would also take a suffix such as in 1f.
            if (!(c >= '0' && c <= '9' || c == '.' || c == 'e' || c == '+' || c == '-')) {
                throw new NumberFormatException(digits);
            }
        }
        return digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0;
    }
}
