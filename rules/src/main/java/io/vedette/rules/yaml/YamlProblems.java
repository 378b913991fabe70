package io.vedette.rules.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes of one file. Not safe for use by several threads. */
public final class YamlProblems {
    /** A file that is wrong from end to end need not be told line by line. */
    private static final int MAX_PROBLEMS = 1_000;

    /** A set, because a value may be looked at more than once. */
    private final Set<YamlProblem> problems = new LinkedHashSet<>();

    /**
     * A mistake.
     *
     * @param line from 1
     * @param column from 1
     */
    public record YamlProblem(int line, int column, String message) {}

    /** Notes a mistake. */
    public void add(int line, int column, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new YamlProblem(line, column, message));
        }
    }

    /** The mistakes in the order of their places. */
    public List<YamlProblem> inOrder() {
        List<YamlProblem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt(YamlProblem::line).thenComparingInt(YamlProblem::column));
        return sorted;
    }
}
