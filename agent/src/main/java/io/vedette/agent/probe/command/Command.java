package io.vedette.agent.probe.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to run, and how much of it to bear.
 *
 * @param tool the program's name, looked up in the runner's folders
 * @param debianPackage the package that brings it, for the message when it is missing
 * @param arguments its arguments
 * @param environment variables besides the agent's own; the place for passwords, which arguments would show to every
 *     user of the machine
 * @param deadline when it is killed, counted from its start
 * @param maxOutputBytes when it is killed, by what it has written to its standard output
 */
public record Command(
        String tool,
        String debianPackage,
        List<String> arguments,
        Map<String, String> environment,
        Duration deadline,
        int maxOutputBytes) {
    private static final int USUAL_MAX_OUTPUT_BYTES = 4 << 20;

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (deadline.isNegative() || deadline.isZero() || maxOutputBytes <= 0) {
            throw new IllegalArgumentException(tool + " needs a deadline and a limit above zero");
        }
    }

    /** A command with the agent's environment and at most 4 MiB of output. */
    public static Command of(String tool, String debianPackage, Duration deadline, List<String> arguments) {
        return new Command(tool, debianPackage, arguments, Map.of(), deadline, USUAL_MAX_OUTPUT_BYTES);
    }

    /** The same with another variable in its environment. */
    public Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Command(tool, debianPackage, arguments, more, deadline, maxOutputBytes);
    }

    /** Without the environment, which may hold a password. */
    @Override
    public String toString() {
        return tool + " " + String.join(" ", arguments);
    }
}
