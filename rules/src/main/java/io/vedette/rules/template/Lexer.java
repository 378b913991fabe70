package io.vedette.rules.template;

import io.vedette.rules.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a template into tokens. */
final class Lexer {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String name;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private boolean trimNext;

    private Lexer(String name, String text) {
        this.name = name;
        this.text = text;
    }

    static List<Token> tokens(String name, String text) throws TemplateException {
        Lexer lexer = new Lexer(name, text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws TemplateException {
        while (true) {
            int open = text.indexOf(OPEN, position);
            if (open < 0) {
                literal(text.length(), false);
                break;
            }
            boolean trim = isTrimMark(open + 2);
            literal(open, trim);
            position = open + 2 + (trim ? 2 : 0);
            if (text.startsWith("/*", position)) {
                comment(open);
            } else {
                add(Kind.OPEN, OPEN, open, false);
                action(open);
            }
        }
        add(Kind.END, "", text.length(), false);
    }

    private boolean isTrimMark(int at) {
        return at + 1 < text.length() && text.charAt(at) == '-' && isSpace(text.charAt(at + 1));
    }

    /** Text up to an action; trimmed where the actions around it say so. */
    private void literal(int end, boolean trimRight) {
        int from = position;
        int to = end;
        while (trimNext && from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (trimRight && to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        trimNext = false;
        if (to > from) {
            add(Kind.TEXT, text.substring(from, to), from, false);
        }
        position = end;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private void comment(int open) throws TemplateException {
        int end = text.indexOf("*/", position);
        if (end < 0) {
            throw error(open, "unclosed comment");
        }
        position = end + 2;
        if (!closeAction()) {
            throw error(open, "comment ends before closing delimiter");
        }
    }

    /** Takes the closing delimiter if it stands here, after white space if it trims. */
    private boolean closeAction() {
        int at = skipSpace(position);
        boolean trim = at > position && text.startsWith("-" + CLOSE, at);
        if (trim) {
            trimNext = true;
            position = at + 3;
            return true;
        }
        if (text.startsWith(CLOSE, position)) {
            position += 2;
            return true;
        }
        return false;
    }

    private void action(int open) throws TemplateException {
        while (true) {
            int before = position;
            if (closeAction()) {
                add(Kind.CLOSE, CLOSE, position - 2, false);
                return;
            }
            position = skipSpace(position);
            if (position >= text.length()) {
                throw error(open, "unclosed action");
            }
            if (!text.startsWith(CLOSE, position)) {
                token(position > before);
            }
        }
    }

    private void token(boolean spaced) throws TemplateException {
        int start = position;
        char c = text.charAt(start);
        if (c == '"') {
            quoted(spaced, Kind.STRING, '"');
        } else if (c == '`') {
            int end = text.indexOf('`', start + 1);
            if (end < 0) {
                throw error(start, "unterminated raw quoted string");
            }
            position = end + 1;
            add(Kind.STRING, text.substring(start + 1, end), start, spaced);
        } else if (c == '\'') {
            quoted(spaced, Kind.CHARACTER, '\'');
        } else if (c == '$') {
            position = wordEnd(start + 1);
            add(Kind.VARIABLE, text.substring(start, position), start, spaced);
        } else if (c == '.' && !isDigit(start + 1)) {
            position = wordEnd(start + 1);
            if (position == start + 1) {
                add(Kind.DOT, ".", start, spaced);
            } else {
                add(Kind.FIELD, text.substring(start + 1, position), start, spaced);
            }
        } else if (isDigit(start) || c == '.' || (c == '+' || c == '-') && startsNumber(start + 1)) {
            number(spaced);
        } else if (isLetter(c)) {
            position = wordEnd(start);
            add(Kind.WORD, text.substring(start, position), start, spaced);
        } else {
            mark(spaced, c);
        }
    }

    private void mark(boolean spaced, char c) throws TemplateException {
        int start = position;
        if (text.startsWith(":=", start)) {
            position += 2;
            add(Kind.MARK, ":=", start, spaced);
        } else if (c == '|' || c == ',' || c == '(' || c == ')' || c == '=') {
            position++;
            add(Kind.MARK, String.valueOf(c), start, spaced);
        } else {
            throw error(start, "unexpected " + GoQuote.character(text.codePointAt(start)) + " in action");
        }
    }

    private void quoted(boolean spaced, Kind kind, char quote) throws TemplateException {
        int start = position;
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length() || text.charAt(at) == '\n') {
            throw error(start, kind == Kind.STRING ? "unterminated quoted string" : "unterminated character constant");
        }
        position = at + 1;
        try {
            add(kind, GoQuote.unquote(text.substring(start + 1, at)), start, spaced);
        } catch (IllegalArgumentException e) {
            throw error(start, e.getMessage() + " in " + text.substring(start, at + 1));
        }
    }

    private void number(boolean spaced) throws TemplateException {
        int start = position;
        int at = start + 1;
        while (at < text.length() && isNumberPart(text.charAt(at), text.charAt(at - 1))) {
            at++;
        }
        if (at < text.length() && isLetter(text.charAt(at))) {
            throw error(start, "bad number syntax: \"" + text.substring(start, at + 1) + "\"");
        }
        position = at;
        add(Kind.NUMBER, text.substring(start, at), start, spaced);
    }

    private static boolean isNumberPart(char c, char before) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'f'
                || c >= 'A' && c <= 'F'
                || "xXoOpP_.".indexOf(c) >= 0
                || (c == '+' || c == '-') && "eEpP".indexOf(before) >= 0;
    }

    private boolean startsNumber(int at) {
        return isDigit(at) || at < text.length() && text.charAt(at) == '.' && isDigit(at + 1);
    }

    private boolean isDigit(int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private int wordEnd(int from) {
        int at = from;
        while (at < text.length() && (isLetter(text.charAt(at)) || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean isLetter(char c) {
        return c == '_' || Character.isLetter(c);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private void add(Kind kind, String tokenText, int at, boolean spaced) {
        tokens.add(new Token(kind, tokenText, at, spaced));
    }

    private TemplateException error(int at, String message) {
        return new TemplateException(Place.of(name, text, at).prefix() + ": " + message);
    }
}
