package io.vedette.deploy.cli;

import picocli.CommandLine;

/** The thing asked about is bad: exit code 1 and a line that says why and what to do next. */
public final class Failure extends Exception {
    /** @param message one line, or several where there are several mistakes */
    public Failure(String message) {
        super(message);
    }

    /** @param message one line, or several where there are several mistakes */
    public Failure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Prints a failure as its line; anything else is a bug of ours and shown whole. */
    public static final class Printer implements CommandLine.IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
            if (e instanceof Failure) {
                command.getErr().println("vedette: " + e.getMessage());
            } else {
                command.getErr().println("vedette: this is a fault in Vedette, please report it:");
                e.printStackTrace(command.getErr());
            }
            command.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Prints wrong use as one line that points to the help. */
    public static final class UsagePrinter implements CommandLine.IParameterExceptionHandler {
        @Override
        public int handleParseException(CommandLine.ParameterException e, String[] arguments) {
            CommandLine command = e.getCommandLine();
            String name = command.getCommandSpec().qualifiedName();
            command.getErr().println("vedette: " + e.getMessage() + "; see " + name + " --help");
            command.getErr().flush();
            return CommandLine.ExitCode.USAGE;
        }
    }
}
