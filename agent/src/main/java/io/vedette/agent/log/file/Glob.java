package io.vedette.agent.log.file;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for file paths: {@code *} and {@code ?} stand for characters of one name, {@code [a-z]} for one of a set,
 * {@code {a,b}} for one of several texts, {@code **} as a whole name for any number of directories. Matching takes time
 * linear in the path.
 *
 * <p>Immutable; safe for use by any thread.
 */
public final class Glob {
    private static final int MAX_NAMES = 60;
    private static final String ANY_DIRECTORIES = "**";

    private final String text;
    private final Path base;
    private final List<Name> names;

    /** Matches one name of a path, or, without a pattern, any number of directories. */
    private record Name(boolean anyDirectories, Pattern pattern) {
        static Name of(String text) {
            return new Name(text.equals(ANY_DIRECTORIES), Pattern.compile(toRegex(text)));
        }

        boolean matches(String name) {
            return pattern.matches(name);
        }
    }

    private Glob(String text, Path base, List<Name> names) {
        this.text = text;
        this.base = base;
        this.names = names;
    }

    /**
     * Reads a pattern.
     *
     * @param text an absolute path in which names may be patterns
     * @throws IllegalArgumentException if it is not absolute or not a pattern; the message says what is wrong
     */
    public static Glob of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("\"" + text + "\" is not an absolute path; begin it with /");
        }
        String[] parts = text.substring(1).split("/+");
        if (parts.length > MAX_NAMES) {
            throw new IllegalArgumentException("\"" + text + "\" has more than " + MAX_NAMES + " names");
        }
        Path base = Path.of("/");
        int first = 0;
        while (first < parts.length - 1 && !isPattern(parts[first])) {
            base = base.resolve(parts[first]);
            first++;
        }
        List<Name> names = new ArrayList<>();
        for (int i = first; i < parts.length; i++) {
            try {
                names.add(Name.of(parts[i]));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("\"" + text + "\" is not a file pattern: " + e.getDescription(), e);
            }
        }
        return new Glob(text, base, List.copyOf(names));
    }

    private static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    /** The directory below which all matching files lie. */
    public Path base() {
        return base;
    }

    /** Whether the path matches. */
    public boolean matches(Path path) {
        return (statesAfter(path) & 1L << names.size()) != 0;
    }

    /** Whether files below this directory can match. */
    public boolean reaches(Path directory) {
        if (base.startsWith(directory)) {
            return true;
        }
        return (statesAfter(directory) & (1L << names.size()) - 1) != 0;
    }

    /** Bit i is set if the first i names have been matched by the whole path. */
    private long statesAfter(Path path) {
        if (!path.startsWith(base)) {
            return 0;
        }
        long states = skipAnyDirectories(1);
        for (int i = base.getNameCount(); i < path.getNameCount() && states != 0; i++) {
            String name = path.getName(i).toString();
            long next = 0;
            for (int state = 0; state < names.size(); state++) {
                if ((states & 1L << state) == 0) {
                    continue;
                }
                if (names.get(state).anyDirectories()) {
                    next |= 1L << state;
                } else if (names.get(state).matches(name)) {
                    next |= 1L << state + 1;
                }
            }
            states = skipAnyDirectories(next);
        }
        return states;
    }

    private long skipAnyDirectories(long states) {
        long result = states;
        for (int state = 0; state < names.size(); state++) {
            if ((result & 1L << state) != 0 && names.get(state).anyDirectories()) {
                result |= 1L << state + 1;
            }
        }
        return result;
    }

    private static String toRegex(String name) {
        StringBuilder regex = new StringBuilder("(?s)");
        int depth = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> i = appendSet(name, i, regex);
                case '{' -> {
                    depth++;
                    regex.append("(?:");
                }
                case '}' -> regex.append(depth-- > 0 ? ")" : "\\}");
                case ',' -> regex.append(depth > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** Appends the set that begins at {@code open}; returns where it ends. */
    private static int appendSet(String name, int open, StringBuilder regex) {
        int close = name.indexOf(']', open + 2);
        if (close < 0) {
            regex.append("\\[");
            return open;
        }
        boolean negated = name.charAt(open + 1) == '!' || name.charAt(open + 1) == '^';
        String members = name.substring(open + (negated ? 2 : 1), close);
        regex.append(negated ? "[^" : "[")
                .append(members.replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("]", "\\]")
                        .replace("^", "\\^"))
                .append(']');
        return close;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
