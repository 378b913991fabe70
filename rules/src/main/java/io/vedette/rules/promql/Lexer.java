package io.vedette.rules.promql;

import io.vedette.rules.promql.Token.Kind;

/** Cuts an expression into words. After an error it answers that error forever. Not safe for use by several threads. */
final class Lexer {
    private static final int END = -1;

    private final String input;
    private int position;
    private int start;
    private int parenDepth;
    private boolean braceOpen;
    private boolean bracketOpen;
    private boolean colonSeen;

    Lexer(String input) {
        this.input = input;
    }

    /** Whether a label's name can be written without quotes. */
    static boolean isLabelName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isAlphanumeric(name.charAt(i)) || (i == 0 && isDigit(name.charAt(i)))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** The next word. */
    Token next() {
        skipSpaceAndComments();
        start = position;
        return braceOpen ? insideBraces() : outside();
    }

    private Token outside() {
        int c = read();
        switch (c) {
            case END:
                if (parenDepth != 0) {
                    return error("unclosed left parenthesis");
                }
                return bracketOpen ? error("unclosed left bracket") : token(Kind.END_OF_INPUT);
            case ',':
                return token(Kind.COMMA);
            case '*', '/', '%', '+', '-', '^':
                return token(Kind.OPERATOR);
            case '=':
                if (peek() == '~') {
                    return error("unexpected character after '=': '~'");
                }
                return accept('=') ? token(Kind.OPERATOR) : token(Kind.ASSIGN);
            case '!':
                return accept('=')
                        ? token(Kind.OPERATOR)
                        : error("unexpected character after '!': " + character(read()));
            case '<', '>':
                if (!accept('=')) {
                    accept('/');
                }
                return token(Kind.OPERATOR);
            case '"', '\'':
                return string(c);
            case '`':
                return rawString();
            case '(':
                parenDepth++;
                return token(Kind.LEFT_PAREN);
            case ')':
                if (--parenDepth < 0) {
                    start = position; // as Prometheus, which has taken the parenthesis before it complains
                    return error("unexpected right parenthesis ')'");
                }
                return token(Kind.RIGHT_PAREN);
            case '{':
                braceOpen = true;
                return token(Kind.LEFT_BRACE);
            case '[':
                if (bracketOpen) {
                    return error("unexpected left bracket '['");
                }
                bracketOpen = true;
                colonSeen = false;
                return token(Kind.LEFT_BRACKET);
            case ']':
                if (!bracketOpen) {
                    return error("unexpected right bracket ']'");
                }
                bracketOpen = false;
                return token(Kind.RIGHT_BRACKET);
            case '@':
                return token(Kind.AT);
            default:
                return numberOrWord(c);
        }
    }

    private Token numberOrWord(int c) {
        if (isDigit(c) || (c == '.' && isDigit(peek()))) {
            position = start;
            return numberOrDuration();
        }
        if (bracketOpen && c == ':') {
            if (colonSeen) {
                return error("unexpected colon ':'");
            }
            colonSeen = true;
            return token(Kind.COLON);
        }
        if (isAlpha(c) || c == ':') {
            while (isAlphanumeric(peek()) || (peek() == ':' && !bracketOpen)) {
                read();
            }
            return token(Token.kindOfWord(input.substring(start, position)));
        }
        return error("unexpected character: " + character(c));
    }

    private Token insideBraces() {
        int c = read();
        switch (c) {
            case END:
                return error("unexpected end of input inside braces");
            case ',':
                return token(Kind.COMMA);
            case '"', '\'':
                return string(c);
            case '`':
                return rawString();
            case '=':
                return accept('~') ? token(Kind.MATCHES) : token(Kind.ASSIGN);
            case '!':
                if (accept('~')) {
                    return token(Kind.MATCHES_NOT);
                }
                return accept('=')
                        ? token(Kind.OPERATOR)
                        : error("unexpected character after '!' inside braces: " + character(read()));
            case '{':
                return error("unexpected left brace '{'");
            case '}':
                braceOpen = false;
                return token(Kind.RIGHT_BRACE);
            default:
                if (!isAlpha(c)) {
                    return error("unexpected character inside braces: " + character(c));
                }
                while (isAlphanumeric(peek())) {
                    read();
                }
                return token(Kind.IDENTIFIER);
        }
    }

    private Token string(int quote) {
        while (true) {
            int c = read();
            if (c == END || c == '\n') {
                return error("unterminated quoted string");
            }
            if (c == quote) {
                return token(Kind.STRING);
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return error("invalid UTF-8 rune");
            }
            if (c == '\\') {
                String problem = escape(quote);
                if (!problem.isEmpty()) {
                    return error(problem);
                }
            }
        }
    }

    /** Reads what follows a backslash; what is wrong with it, or the empty string. */
    private String escape(int quote) {
        int kind = read();
        if (kind == END) {
            return "escape sequence not terminated";
        }
        int digits = StringText.escapeDigits(kind);
        if (digits == 0) {
            boolean known = kind == quote || "abfnrtv\\".indexOf(kind) >= 0;
            return known ? "" : "unknown escape sequence " + unicode(kind);
        }
        int base = kind == 'x' || kind == 'u' || kind == 'U' ? 16 : 8;
        long value = base == 8 ? Character.digit(kind, 8) : 0;
        for (int i = base == 8 ? 1 : 0; i < digits; i++) {
            int c = read();
            if (c == END) {
                return "escape sequence not terminated";
            }
            int digit = c < 128 ? Character.digit(c, base) : -1;
            if (digit < 0) {
                return "illegal character " + unicode(c) + " in escape sequence";
            }
            value = value * base + digit;
        }
        boolean isByte = base == 8 || kind == 'x';
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        return value > (isByte ? 255 : Character.MAX_CODE_POINT) || surrogate
                ? "escape sequence is an invalid Unicode code point"
                : "";
    }

    private Token rawString() {
        int c = read();
        while (c != '`') {
            if (c == END) {
                return error("unterminated raw string");
            }
            c = read();
        }
        return token(Kind.STRING);
    }

    private Token numberOrDuration() {
        if (scanNumber()) {
            return token(Kind.NUMBER);
        }
        if (scanDuration()) {
            return token(Kind.DURATION);
        }
        return error("bad number or duration syntax: " + StringText.quote(input.substring(start, position)));
    }

    /** Reads a number; leaves the position after the digits if a letter follows, which may be a duration's unit. */
    private boolean scanNumber() {
        if (peek() == '0' && position + 1 < input.length() && "xX".indexOf(input.charAt(position + 1)) >= 0) {
            position += 2;
            int digits = position;
            while ((Character.digit(peek(), 16) >= 0 && peek() < 128) || peek() == '_') {
                read();
            }
            return position > digits && separatesDigits() && !isAlphanumeric(peek()) && peek() != '.';
        }
        scanDigits();
        boolean dot = accept('.');
        if (dot) {
            scanDigits();
        }
        int c = peek();
        if (c == 'e' || c == 'E') {
            int mark = position;
            read();
            if (peek() == '+' || peek() == '-') {
                read();
            }
            if (!isDigit(peek())) {
                position = mark;
                return false;
            }
            scanDigits();
        }
        return separatesDigits() && !isAlphanumeric(peek()) && peek() != '.';
    }

    /** Whether underscores stand one by one, and none at the end. */
    private boolean separatesDigits() {
        String number = input.substring(start, position);
        return !number.contains("__") && !number.endsWith("_");
    }

    private void scanDigits() {
        while (isDigit(peek()) || peek() == '_') {
            read();
        }
    }

    private boolean scanDuration() {
        String units = "smhdwy";
        while (true) {
            if (peek() == END || units.indexOf(peek()) < 0) {
                return false;
            }
            read();
            accept('s');
            units = "smhdw";
            if (!isAlphanumeric(peek())) {
                return true;
            }
            if (!isDigit(peek())) {
                read(); // the error shows what stands in the way
                return false;
            }
            while (isDigit(peek())) {
                read();
            }
        }
    }

    private void skipSpaceAndComments() {
        while (true) {
            int c = peek();
            if (c == '#') {
                while (peek() != '\n' && peek() != '\r' && peek() != END) {
                    read();
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                read();
            } else {
                return;
            }
        }
    }

    private int read() {
        if (position >= input.length()) {
            return END;
        }
        int c = input.codePointAt(position);
        position += Character.charCount(c);
        return c;
    }

    private int peek() {
        return position >= input.length() ? END : input.codePointAt(position);
    }

    private boolean accept(char expected) {
        if (peek() != expected) {
            return false;
        }
        position++;
        return true;
    }

    private Token token(Kind kind) {
        return new Token(kind, input.substring(start, position), start, position);
    }

    private Token error(String message) {
        return new Token(Kind.ERROR, message, start, input.length());
    }

    private static String character(int c) {
        if (c == END) {
            return "end of input";
        }
        return c == '\'' ? "'\\''" : "'" + Character.toString(c) + "'";
    }

    private static String unicode(int c) {
        return String.format("U+%04X '%s'", c, Character.toString(c));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlpha(int c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isAlphanumeric(int c) {
        return isAlpha(c) || isDigit(c);
    }
}
