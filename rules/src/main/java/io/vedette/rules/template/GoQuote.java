package io.vedette.rules.template;

/** Go's string literals. */
final class GoQuote {
    private GoQuote() {}

    /**
     * What a literal means.
     *
     * @param body between the quotes
     * @throws IllegalArgumentException if an escape is unknown
     */
    static String unquote(String body) {
        StringBuilder out = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (++i == body.length()) {
                throw new IllegalArgumentException("unfinished escape");
            }
            c = body.charAt(i);
            switch (c) {
                case 'a' -> out.append('\007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'v' -> out.append('\013');
                case '\\', '\'', '"' -> out.append(c);
                case 'x' -> i = codePoint(body, i + 1, 2, 16, out);
                case 'u' -> i = codePoint(body, i + 1, 4, 16, out);
                case 'U' -> i = codePoint(body, i + 1, 8, 16, out);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = codePoint(body, i, 3, 8, out);
                default -> throw new IllegalArgumentException("unknown escape \\" + c);
            }
        }
        return out.toString();
    }

    /** Appends a character given by digits; returns the position of the last digit. */
    private static int codePoint(String body, int from, int digits, int radix, StringBuilder out) {
        if (from + digits > body.length()) {
            throw new IllegalArgumentException("unfinished escape");
        }
        try {
            out.appendCodePoint(Integer.parseInt(body.substring(from, from + digits), radix));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bad escape", e);
        }
        return from + digits - 1;
    }

    /** A text as a literal, as {@code %q} prints it. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> escape(out, c, '"'));
        return out.append('"').toString();
    }

    /** A character as a literal. */
    static String quoteCharacter(int codePoint) {
        StringBuilder out = new StringBuilder().append('\'');
        escape(out, codePoint, '\'');
        return out.append('\'').toString();
    }

    private static void escape(StringBuilder out, int c, char quote) {
        switch (c) {
            case '\007' -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\013' -> out.append("\\v");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (c < ' ' || c == 0x7f) {
                    out.append(String.format("\\x%02x", c));
                } else if (Character.isISOControl(c) || !Character.isDefined(c)) {
                    out.append(String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /** As Go's {@code %#U} prints a character. */
    static String character(int codePoint) {
        return String.format("U+%04X '", codePoint) + Character.toString(codePoint) + "'";
    }
}
