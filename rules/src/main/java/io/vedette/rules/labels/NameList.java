package io.vedette.rules.labels;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Regular expressions that only list names, {@code node1\.example|node2\.example}, as dashboards make of a variable
 * with many values. As a program each name would be a step deeper in the stack of whoever runs it.
 */
final class NameList {
    private static final String SYNTAX = ".+*?()[]{}^$";

    private NameList() {}

    /** The names that an anchored expression lists; empty if it is anything else than a list. */
    static Optional<Set<String>> read(String expression) {
        boolean inParentheses = expression.length() > 1 && expression.startsWith("(") && expression.endsWith(")");
        int end = expression.length() - (inParentheses ? 1 : 0);
        Set<String> names = new HashSet<>();
        StringBuilder name = new StringBuilder();
        for (int i = inParentheses ? 1 : 0; i < end; i++) {
            char c = expression.charAt(i);
            if (c == '|') {
                names.add(name.toString());
                name.setLength(0);
            } else if (c == '\\') {
                i++;
                if (i == end || !isPunctuation(expression.charAt(i))) {
                    return Optional.empty();
                }
                name.append(expression.charAt(i));
            } else if (SYNTAX.indexOf(c) >= 0) {
                return Optional.empty();
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return Optional.of(names);
    }

    /** Behind a backslash these stand for themselves; letters and digits have meanings. */
    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c) && c != '_';
    }
}
