package io.vedette.protocol.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class ConfigException extends Exception {
    private final List<Problem> problems;

    /**
     * One mistake.
     *
     * @param file the file's name as the user gave it
     * @param line from 1; 0 if the mistake is the file as a whole
     * @param column from 1; 0 if the mistake is the file as a whole
     * @param message what is wrong, beginning with the key's path, and what to write instead
     */
    public record Problem(String file, int line, int column, String message) {
        @Override
        public String toString() {
            return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
        }
    }

    /** @param problems at least one */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All mistakes, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
