package io.vedette.rules.template;

import com.google.re2j.Matcher;

/** Go's replacement texts for regular expressions: {@code $1}, {@code ${name}}, {@code $$}. */
final class Replacement {
    private Replacement() {}

    /** What a replacement stands for after a match; groups there are not are empty, as in Go. */
    static String expand(String replacement, Matcher match) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at);
            if (c != '$' || at + 1 == replacement.length()) {
                out.append(c);
                at++;
            } else if (replacement.charAt(at + 1) == '$') {
                out.append('$');
                at += 2;
            } else {
                at = group(replacement, at, match, out);
            }
        }
        return out.toString();
    }

    /** Appends the group named after the dollar at {@code at}; returns the position after it. */
    private static int group(String replacement, int at, Matcher match, StringBuilder out) {
        boolean braced = replacement.charAt(at + 1) == '{';
        int start = at + (braced ? 2 : 1);
        int end = start;
        while (end < replacement.length()
                && (Character.isLetterOrDigit(replacement.charAt(end)) || replacement.charAt(end) == '_')) {
            end++;
        }
        boolean closed = !braced || end < replacement.length() && replacement.charAt(end) == '}';
        if (end == start || !closed) {
            out.append('$');
            return at + 1;
        }
        out.append(value(replacement.substring(start, end), match));
        return braced ? end + 1 : end;
    }

    private static String value(String name, Matcher match) {
        String value = null;
        if (name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = Integer.parseInt(name);
            value = number <= match.groupCount() ? match.group(number) : null;
        } else if (match.pattern().namedGroups().containsKey(name)) {
            value = match.group(name);
        }
        return value == null ? "" : value;
    }
}
