package io.vedette.rules.promql.function;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with groups of a regular expression in it, in Go's notation: {@code $1}, {@code ${1}}, {@code ${name}},
 * {@code $$}. A group that does not exist is empty.
 */
final class ReplacementTemplate {
    /** Literal text and names of groups, in turn. */
    private final List<String> parts = new ArrayList<>();

    ReplacementTemplate(String template) {
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            char c = template.charAt(i);
            if (c != '$') {
                literal.append(c);
                i++;
                continue;
            }
            if (template.startsWith("$$", i)) {
                literal.append('$');
                i += 2;
                continue;
            }
            boolean braced = template.startsWith("{", i + 1);
            int start = braced ? i + 2 : i + 1;
            int end = endOfName(template, start);
            boolean malformed = end == start || (braced && !template.startsWith("}", end));
            if (malformed) {
                // Go leaves a dollar that names no group out of the way by keeping it.
                literal.append('$');
                i++;
                continue;
            }
            parts.add(literal.toString());
            literal.setLength(0);
            parts.add(template.substring(start, end));
            i = braced ? end + 1 : end;
        }
        parts.add(literal.toString());
    }

    private static int endOfName(String template, int start) {
        int end = start;
        while (end < template.length()
                && (Character.isLetterOrDigit(template.charAt(end)) || template.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** The text with what the groups of a match hold. */
    String expand(Matcher match) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            out.append(i % 2 == 0 ? parts.get(i) : group(match, parts.get(i)));
        }
        return out.toString();
    }

    private static String group(Matcher match, String name) {
        String value;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean exists = name.length() < 9 && Integer.parseInt(name) <= match.groupCount();
            value = exists ? match.group(Integer.parseInt(name)) : null;
        } else {
            value = match.pattern().namedGroups().containsKey(name) ? match.group(name) : null;
        }
        return value == null ? "" : value;
    }
}
