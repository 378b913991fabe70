package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.promql.script.ScriptRunner;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Runs all scripts of a folder; another one than the recorded with {@code -Dpromql.testdata=DIR}. */
class ConformanceTest {
    @Test
    void answersAsTheScriptsExpect() throws IOException {
        run(recordedScripts());
    }

    @Test
    void answersAsOurOwnScriptsExpect() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(ConformanceTest.class.getResource("/promql"));
        run(scripts(Path.of(folder.toURI())));
    }

    private static void run(List<Path> scripts) throws IOException {
        List<String> failures = new ArrayList<>();
        int passed = 0;
        int skipped = 0;
        for (Path script : scripts) {
            ScriptRunner runner = new ScriptRunner();
            runner.run(script);
            String name = String.valueOf(script.getFileName());
            int left = runner.skipped().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            System.out.printf(
                    "%-28s passed %4d  failed %3d  skipped %3d %s%n",
                    name, runner.passed(), runner.failures().size(), left, left == 0 ? "" : runner.skipped());
            runner.failures().forEach(failure -> failures.add(name + " " + failure));
            passed += runner.passed();
            skipped += left;
        }
        System.out.printf("%-28s passed %4d  failed %3d  skipped %3d%n", "together", passed, failures.size(), skipped);
        assertThat(failures).isEmpty();
        assertThat(passed).isPositive();
    }

    private static List<Path> recordedScripts() throws IOException {
        String other = System.getProperty("promql.testdata", "");
        Path folder = other.isEmpty()
                ? Path.of(System.getProperty("vedette.data", "../../shared/data"), "promql", "testdata")
                : Path.of(other);
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no scripts at " + folder + ": set vedette.data or promql.testdata");
        return scripts(folder);
    }

    private static List<Path> scripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .toList();
        }
    }
}
