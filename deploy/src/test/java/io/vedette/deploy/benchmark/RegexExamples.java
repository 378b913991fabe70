package io.vedette.deploy.benchmark;

import io.vedette.rules.labels.LabelMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds texts that match a regular expression as people write them in selectors: alternatives, groups, classes, dots
 * and repetition. What comes out is tried against the expression, so that nothing wrong is believed.
 */
final class RegexExamples {
    private static final int MOST = 8;

    private final String text;
    private int at;

    private RegexExamples(String text) {
        this.text = text;
    }

    /** Some values that meet a condition, none of them empty; none if none is found. */
    static List<String> matching(LabelMatcher matcher) {
        Set<String> candidates = new LinkedHashSet<>();
        switch (matcher.type()) {
            case EQUAL -> candidates.add(matcher.value());
            case REGEX -> candidates.addAll(new RegexExamples(matcher.value()).alternatives());
            case NOT_EQUAL, NOT_REGEX -> {}
        }
        candidates.addAll(List.of("one", "two", "1", "/one"));
        List<String> found = new ArrayList<>();
        for (String candidate : candidates) {
            if (!candidate.isEmpty() && matcher.matches(candidate) && found.size() < MOST) {
                found.add(candidate);
            }
        }
        return found;
    }

    private List<String> alternatives() {
        List<String> all = new ArrayList<>(sequence());
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            all.addAll(sequence());
        }
        return some(all);
    }

    private List<String> sequence() {
        List<String> soFar = List.of("");
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            List<String> next = repeated(atom());
            List<String> longer = new ArrayList<>();
            for (String head : soFar) {
                next.forEach(tail -> longer.add(head + tail));
            }
            soFar = some(longer);
        }
        return soFar;
    }

    private List<String> atom() {
        char c = text.charAt(at++);
        switch (c) {
            case '(' -> {
                if (text.startsWith("?:", at)) {
                    at += 2;
                }
                List<String> inside = alternatives();
                at++;
                return inside;
            }
            case '[' -> {
                int end = text.indexOf(']', at + 1);
                String members = text.substring(at, end);
                at = end + 1;
                return List.of(members.startsWith("^") ? "z" : members.substring(0, 1));
            }
            case '.' -> {
                return List.of("0", "x");
            }
            case '^', '$' -> {
                return List.of("");
            }
            case '\\' -> {
                char escaped = text.charAt(at++);
                return List.of(escaped == 'd' ? "1" : escaped == 'w' ? "w" : escaped == 's' ? " " : "" + escaped);
            }
            default -> {
                return List.of("" + c);
            }
        }
    }

    private List<String> repeated(List<String> atom) {
        if (at >= text.length()) {
            return atom;
        }
        char c = text.charAt(at);
        if (c == '*' || c == '?') {
            at++;
            List<String> orNot = new ArrayList<>(atom);
            orNot.add("");
            return orNot;
        }
        if (c == '+') {
            at++;
        } else if (c == '{') {
            int end = text.indexOf('}', at);
            int times = Integer.parseInt(text.substring(at + 1, end).split(",")[0]);
            at = end + 1;
            return atom.stream().map(one -> one.repeat(times)).toList();
        }
        return atom;
    }

    private static List<String> some(List<String> all) {
        return all.stream().distinct().limit(4L * MOST).toList();
    }
}
