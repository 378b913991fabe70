package io.vedette.rules.yaml;

import java.util.List;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * Finds places of a scalar's value in the document, through indentation, folded lines, quotes and escapes. The value
 * and the document are walked side by side: white space matches any white space, the rest character by character.
 */
final class ScalarPlaces {
    private final ScalarStyle style;
    private final String value;
    private final List<String> lines;
    /** Where the walk is, both from 0. */
    private int line;

    private int column;

    ScalarPlaces(ScalarStyle style, String value, List<String> lines) {
        this.style = style;
        this.value = value;
        this.lines = lines;
    }

    /** A place, both from 1. */
    record Place(int line, int column) {}

    /**
     * The place in the document of a place in the value.
     *
     * @param startLine where the scalar begins, from 1: its indicator, its quote, or its first character
     */
    Place find(int startLine, int startColumn, int valueLine, int valueColumn) {
        line = startLine - 1;
        column = startColumn - 1;
        skipProperties();
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            line++;
            column = 0;
        } else if (style != ScalarStyle.PLAIN) {
            column++;
        }
        int target = offset(valueLine, valueColumn);
        skipSpace();
        int at = 0;
        while (at < value.length() && Character.isWhitespace(value.charAt(at))) {
            at++;
        }
        while (at < target) {
            if (Character.isWhitespace(value.charAt(at))) {
                while (at < value.length() && Character.isWhitespace(value.charAt(at))) {
                    at++;
                }
                skipSpace();
            } else {
                at++;
                column += lengthHere();
            }
        }
        return new Place(Math.min(line, Math.max(0, lines.size() - 1)) + 1, column + 1);
    }

    /** An anchor or a tag may stand before the scalar. */
    private void skipProperties() {
        while (rest().startsWith("&") || rest().startsWith("!")) {
            int space = rest().indexOf(' ');
            if (space < 0) {
                line++;
                column = 0;
            } else {
                column += space;
            }
            skipSpace();
        }
    }

    private int offset(int valueLine, int valueColumn) {
        int start = 0;
        for (int i = 1; i < valueLine; i++) {
            start = value.indexOf('\n', start) + 1;
        }
        return Math.min(value.length(), start + valueColumn - 1);
    }

    private String rest() {
        return line < lines.size() && column <= lines.get(line).length()
                ? lines.get(line).substring(column)
                : "";
    }

    private void skipSpace() {
        while (line < lines.size()) {
            String rest = rest();
            boolean escaped = style == ScalarStyle.DOUBLE_QUOTED
                    && (rest.startsWith("\\n")
                            || rest.startsWith("\\t")
                            || rest.equals("\\")
                            || rest.startsWith("\\ "));
            if (rest.isEmpty()) {
                line++;
                column = 0;
            } else if (escaped) {
                column += Math.min(2, rest.length());
            } else if (Character.isWhitespace(rest.charAt(0))) {
                column++;
            } else {
                return;
            }
        }
    }

    /** How many characters of the document the next one of the value takes. */
    private int lengthHere() {
        String rest = rest();
        if (style == ScalarStyle.SINGLE_QUOTED && rest.startsWith("''")) {
            return 2;
        }
        if (style == ScalarStyle.DOUBLE_QUOTED && rest.startsWith("\\") && rest.length() > 1) {
            return switch (rest.charAt(1)) {
                case 'x' -> 4;
                case 'u' -> 6;
                case 'U' -> 10;
                default -> 2;
            };
        }
        return 1;
    }
}
