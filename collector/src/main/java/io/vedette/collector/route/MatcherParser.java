package io.vedette.collector.route;

import io.vedette.rules.labels.LabelMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads matchers as Alertmanager writes them: {@code severity="critical"}, {@code team=~"db|web"}, several with commas
 * between them, with or without braces around them and quotes around values.
 */
public final class MatcherParser {
    private final String text;
    private int position;

    private MatcherParser(String text) {
        this.text = text;
    }

    /**
     * Reads matchers.
     *
     * @throws IllegalArgumentException with what is wrong and where
     */
    public static List<LabelMatcher> parse(String text) {
        return new MatcherParser(text).all();
    }

    private List<LabelMatcher> all() {
        List<LabelMatcher> matchers = new ArrayList<>();
        skipSpace();
        boolean braces = accept('{');
        skipSpace();
        while (position < text.length() && text.charAt(position) != '}') {
            matchers.add(one());
            skipSpace();
            if (!accept(',')) {
                break;
            }
            skipSpace();
        }
        if (braces && !accept('}')) {
            throw wrong("expected }");
        }
        skipSpace();
        if (position < text.length()) {
            throw wrong("expected a comma or the end");
        }
        if (matchers.isEmpty() && !braces) {
            throw wrong("expected a label name");
        }
        return matchers;
    }

    private LabelMatcher one() {
        String name = at('"') ? quoted() : bare("=!~,{}\"'` \t\n");
        if (name.isEmpty()) {
            throw wrong("expected a label name");
        }
        skipSpace();
        LabelMatcher.Type type = operator();
        skipSpace();
        String value = at('"') ? quoted() : bare(",{}\"'` \t\n");
        return new LabelMatcher(name, type, value);
    }

    private LabelMatcher.Type operator() {
        if (accept('=')) {
            return accept('~') ? LabelMatcher.Type.REGEX : LabelMatcher.Type.EQUAL;
        }
        if (accept('!')) {
            if (accept('=')) {
                return LabelMatcher.Type.NOT_EQUAL;
            }
            if (accept('~')) {
                return LabelMatcher.Type.NOT_REGEX;
            }
        }
        throw wrong("expected one of =, !=, =~, !~");
    }

    private String bare(String ends) {
        int start = position;
        while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        position++;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && position < text.length()) {
                char escaped = text.charAt(position++);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case '"', '\\' -> value.append(escaped);
                    default -> value.append('\\').append(escaped);
                }
            } else {
                value.append(c);
            }
        }
        throw wrong("expected a closing quote");
    }

    private boolean at(char c) {
        return position < text.length() && text.charAt(position) == c;
    }

    private boolean accept(char c) {
        if (at(c)) {
            position++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("\"" + text + "\" is not a matcher such as severity=\"critical\": "
                + expected + " at character " + (position + 1));
    }
}
