package io.vedette.deploy.cli;

import io.vedette.rules.file.RuleFileException;
import io.vedette.rules.unittest.RuleTestReport;
import io.vedette.rules.unittest.RuleTestRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vedette rules test}: unit tests of rules, in promtool's format. */
@Command(name = "test", description = "Run rule unit tests in promtool's format.")
final class RulesTestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "test files; the rule files they name are relative to them")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("made outside the command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int bad = 0;
        for (Path file : files) {
            try {
                RuleTestReport report = new RuleTestRunner().run(file);
                out.print(report.print());
                bad += report.isGood() ? 0 : 1;
            } catch (RuleFileException e) {
                err.println(e.getMessage());
                bad++;
            } catch (NoSuchFileException e) {
                err.println(file + ": no such file");
                bad++;
            } catch (IOException e) {
                err.println(file + ": " + e.getMessage());
                bad++;
            }
            out.flush();
            err.flush();
        }
        return bad == 0 ? 0 : 1;
    }
}
