package io.vedette.agent.probe.command;

/**
 * What a command that ended by itself left.
 *
 * @param exitStatus its exit status; what it means is the command's own affair
 * @param output its standard output, read as UTF-8
 * @param errors the beginning of its standard error, read as UTF-8
 */
public record CommandResult(int exitStatus, String output, String errors) {
    private static final int SHOWN = 200;

    /** The last line on standard error that is not blank, for a message; the exit status if there is none. */
    public String complaint() {
        String last = errors.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
        if (last.isEmpty()) {
            return "exit status " + exitStatus;
        }
        return last.length() > SHOWN ? last.substring(0, SHOWN) + "..." : last.strip();
    }
}
