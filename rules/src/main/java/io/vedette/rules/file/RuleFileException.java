package io.vedette.rules.file;

import java.util.List;
import java.util.stream.Collectors;

/** A rule file that cannot be used, with all its mistakes. */
public final class RuleFileException extends Exception {
    private final List<Problem> problems;

    /**
     * A mistake.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Problem(String file, int line, int column, String message) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column + ": " + message;
        }
    }

    /** @param problems at least one */
    public RuleFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All mistakes that were found, in the order of their places. */
    public List<Problem> problems() {
        return problems;
    }
}
