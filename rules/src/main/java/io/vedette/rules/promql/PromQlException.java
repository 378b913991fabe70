package io.vedette.rules.promql;

import java.util.List;

/** An expression that cannot be parsed, with the places of its mistakes. */
public final class PromQlException extends Exception {
    private final List<Problem> problems;

    /**
     * A mistake and its place.
     *
     * @param line in the expression, from 1
     * @param column in that line, in characters from 1
     * @param message Prometheus's words where it has some
     */
    public record Problem(int line, int column, String message) {
        @Override
        public String toString() {
            return line + ":" + column + ": parse error: " + message;
        }
    }

    /**
     * The mistakes of one expression.
     *
     * @param problems at least one
     */
    public PromQlException(List<Problem> problems) {
        super(problems.get(0).toString());
        this.problems = List.copyOf(problems);
    }

    /** All mistakes that were found. */
    public List<Problem> problems() {
        return problems;
    }
}
