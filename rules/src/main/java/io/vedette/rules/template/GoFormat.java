package io.vedette.rules.template;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Go's {@code fmt.Sprintf}. An instance formats once. */
final class GoFormat {
    /** Go's own limit of widths and precisions. */
    private static final int MAX_WIDTH = 1_000_000;

    private static final int UNSET = -1;

    private final String format;
    private final List<? extends @Nullable Object> arguments;
    private final int maxLength;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;
    private boolean reordered;

    private boolean minus;
    private boolean plus;
    private boolean sharp;
    private boolean space;
    private boolean zero;
    private int width;
    private int precision;

    private GoFormat(String format, List<? extends @Nullable Object> arguments, int maxLength) {
        this.format = format;
        this.arguments = arguments;
        this.maxLength = maxLength;
    }

    /**
     * Formats. As in Go, mistakes show in the result.
     *
     * @throws TemplateException if the result is longer than {@code maxLength}
     */
    static String format(String format, List<? extends @Nullable Object> arguments, int maxLength)
            throws TemplateException {
        GoFormat formatting = new GoFormat(format, arguments, maxLength);
        formatting.run();
        return formatting.out.toString();
    }

    private void run() throws TemplateException {
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            directive();
            if (out.length() > maxLength) {
                throw new TemplateException("text longer than " + maxLength + " characters");
            }
        }
        extra();
    }

    private void directive() {
        flags();
        argumentNumber();
        width = number(true);
        precision = UNSET;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            argumentNumber();
            precision = Math.max(0, number(false));
        }
        argumentNumber();
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (used < 0) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
            used = 0;
        } else if (used >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            out.append(value(arguments.get(used++), verb));
        }
    }

    private void flags() {
        minus = plus = sharp = space = zero = false;
        for (; at < format.length(); at++) {
            switch (format.charAt(at)) {
                case '-' -> minus = true;
                case '+' -> plus = true;
                case '#' -> sharp = true;
                case ' ' -> space = true;
                case '0' -> zero = true;
                default -> {
                    return;
                }
            }
        }
    }

    /** {@code [n]}: which argument comes next. */
    private void argumentNumber() {
        int end = format.indexOf(']', at);
        if (at >= format.length() || format.charAt(at) != '[' || end < 0) {
            return;
        }
        reordered = true;
        String digits = format.substring(at + 1, end);
        at = end + 1;
        boolean good = !digits.isEmpty()
                && digits.length() < 7
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(digits) >= 1
                && Integer.parseInt(digits) <= arguments.size();
        used = good ? Integer.parseInt(digits) - 1 : UNSET;
    }

    /** A width or precision, written or taken from an argument. */
    private int number(boolean isWidth) {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Object argument = used >= 0 && used < arguments.size() ? arguments.get(used++) : null;
            if (!(argument instanceof Long given) || Math.abs(given) > MAX_WIDTH) {
                out.append(isWidth ? "%!(BADWIDTH)" : "%!(BADPREC)");
                return UNSET;
            }
            minus |= isWidth && given < 0;
            return (int) (isWidth ? Math.abs(given) : given);
        }
        int value = UNSET;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            value = Math.min(MAX_WIDTH, Math.max(0, value) * 10 + format.charAt(at++) - '0');
        }
        return value;
    }

    private void extra() {
        if (!reordered && used < arguments.size()) {
            out.append("%!(EXTRA ");
            for (int i = used; i < arguments.size(); i++) {
                Object argument = arguments.get(i);
                out.append(i > used ? ", " : "").append(GoPrint.typeOf(argument));
                if (argument != null) {
                    out.append('=').append(GoPrint.print(argument));
                }
            }
            out.append(')');
        }
    }

    private String value(@Nullable Object value, int verb) {
        if (verb == 'T') {
            return pad(GoPrint.typeOf(value), false);
        }
        return GoPrint.print(value, scalar -> scalar(scalar, verb));
    }

    private String scalar(@Nullable Object value, int verb) {
        if (value == null) {
            return verb == 'v' ? pad("<nil>", false) : "%!" + Character.toString(verb) + "(<nil>)";
        }
        if (value instanceof String text) {
            return text(text, verb);
        }
        if (value instanceof Double number) {
            return floating(number, verb);
        }
        if (value instanceof Long number) {
            return integer(number, verb);
        }
        if (value instanceof Boolean truth) {
            return verb == 'v' || verb == 't' ? pad(truth.toString(), false) : bad(value, verb);
        }
        return text(GoPrint.print(value), verb);
    }

    private String text(String text, int verb) {
        int[] points = text.codePoints().toArray();
        String shown = precision == UNSET || precision >= points.length ? text : new String(points, 0, precision);
        return switch (verb) {
            case 'v' -> pad(sharp ? GoQuote.quote(text) : shown, false);
            case 's' -> pad(shown, false);
            case 'q' -> pad(sharp && !shown.contains("`") ? "`" + shown + "`" : GoQuote.quote(shown), false);
            case 'x' -> pad(bytes().formatHex(text.getBytes(StandardCharsets.UTF_8)), false);
            case 'X' -> pad(bytes().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)), false);
            default -> bad(text, verb);
        };
    }

    private HexFormat bytes() {
        return space ? HexFormat.ofDelimiter(" ") : HexFormat.of();
    }

    private String floating(double number, int verb) {
        return switch (verb) {
            case 'v', 'g', 'G' -> signed(GoFloat.format(number, 'g', precision), verb == 'G');
            case 'e', 'E' -> signed(GoFloat.format(number, 'e', precision == UNSET ? 6 : precision), verb == 'E');
            case 'f', 'F' -> signed(GoFloat.format(number, 'f', precision == UNSET ? 6 : precision), false);
            default -> bad(number, verb);
        };
    }

    private String integer(long number, int verb) {
        return switch (verb) {
            case 'v', 'd' -> signed(digits(number, 10), false);
            case 'b' -> signed(digits(number, 2), false);
            case 'o' -> signed(digits(number, 8), false);
            case 'O' ->
                signed((number < 0 ? "-" : "") + "0o" + digits(number, 8).replace("-", ""), false);
            case 'x' -> signed(digits(number, 16), false);
            case 'X' -> signed(digits(number, 16), true);
            case 'c' -> pad(character(number), false);
            case 'q' -> pad(GoQuote.quoteCharacter(character(number).codePointAt(0)), false);
            case 'U' ->
                pad(
                        String.format(Locale.ROOT, "U+%04X", number) + (sharp ? " '" + character(number) + "'" : ""),
                        false);
            default -> bad(number, verb);
        };
    }

    private static String character(long number) {
        return Character.toString(
                Character.isValidCodePoint((int) number) && (int) number == number ? (int) number : 0xfffd);
    }

    private String digits(long number, int radix) {
        if (precision == 0 && number == 0) {
            return "";
        }
        String digits = Long.toString(number, radix).replace("-", "");
        String prefix = !sharp ? "" : radix == 16 ? "0x" : radix == 8 ? "0" : radix == 2 ? "0b" : "";
        String zeros = "0".repeat(Math.max(0, precision - digits.length()));
        zero &= precision == UNSET;
        return (number < 0 ? "-" : "") + prefix + zeros + digits;
    }

    /** Adds the sign that the flags ask for, and pads. */
    private String signed(String number, boolean upper) {
        String text = upper ? number.toUpperCase(Locale.ROOT) : number;
        boolean hasSign = text.startsWith("-") || text.startsWith("+");
        if (!hasSign && (plus || space)) {
            text = (plus ? "+" : " ") + text;
        }
        // Infinity and NaN are words, not to be filled up with zeros.
        return pad(text, !(number.endsWith("Inf") || number.equals("NaN")));
    }

    private String pad(String text, boolean isNumber) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (minus) {
            return text + " ".repeat(missing);
        }
        if (!zero || !isNumber) {
            return " ".repeat(missing) + text;
        }
        int sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
        return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }

    private static String bad(Object value, int verb) {
        return "%!" + Character.toString(verb) + "(" + GoPrint.typeOf(value) + "=" + GoPrint.print(value) + ")";
    }
}
