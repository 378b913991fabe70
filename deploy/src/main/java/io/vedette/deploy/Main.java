package io.vedette.deploy;

import io.vedette.deploy.cli.Failure;
import io.vedette.deploy.cli.VedetteCommand;
import io.vedette.deploy.logging.ProcessLog;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The command {@code vedette}. Exit codes: 0 good, 1 the thing asked about is bad, 2 wrong use. */
public final class Main {
    private Main() {}

    /** @param arguments those of the command line */
    public static void main(String[] arguments) {
        // Answers are UTF-8 whatever the terminal's locale says: they are piped into files and other programs.
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        ProcessLog.install(System.getenv("VEDETTE_DEBUG") != null);
        CommandLine command = new CommandLine(new VedetteCommand())
                .setExecutionExceptionHandler(new Failure.Printer())
                .setParameterExceptionHandler(new Failure.UsagePrinter());
        int status = command.execute(arguments);
        System.out.flush();
        System.exit(status);
    }
}
