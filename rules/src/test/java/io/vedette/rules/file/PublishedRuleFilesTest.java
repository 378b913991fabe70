package io.vedette.rules.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule files as people have them. */
class PublishedRuleFilesTest {
    private final Path rules = Path.of(System.getProperty("vedette.data", "../shared/data"), "rules");

    @BeforeEach
    void requireData() {
        assumeTrue(Files.isDirectory(rules), () -> "no rule files under " + rules + "; set -Dvedette.data=DIR");
    }

    @Test
    void acceptsAllThatPrometheusAccepts() throws Exception {
        int count = 0;
        for (Path file : files()) {
            if (isGood(file)) {
                RuleFile read = RuleFileReader.read(file.toString(), Files.readString(file));
                for (RuleFile.Group group : read.groups()) {
                    count += group.rules().size();
                }
            }
        }
        assertThat(count).isGreaterThan(600);
    }

    @Test
    void refusesAllThatPrometheusRefuses() throws Exception {
        int count = 0;
        for (Path file : files()) {
            if (!isGood(file)) {
                count++;
                String text = Files.readString(file);
                assertThatThrownBy(() -> RuleFileReader.read(file.toString(), text))
                        .as(file.toString())
                        .isInstanceOf(RuleFileException.class)
                        .hasMessageMatching("(?s).*:\\d+:\\d+: .*");
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(7);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(rules)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !file.toString().matches(".*(unittest|failing|long-period)\\.yml"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isGood(Path file) {
        return !file.toString().matches(".*([.]bad\\.yaml|rules-bad\\.yml)");
    }
}
