package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Expressions that people use: dashboards and rule files of the recorded data. */
class PublishedExpressionsTest {
    @Test
    void parsesEveryExpressionOfTheDashboards() throws IOException {
        List<String> failures = new ArrayList<>();
        int total = 0;
        try (Stream<Path> files = Files.list(data().resolve("dashboards"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".expressions.txt"))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    total++;
                    tryToParse(line.replaceAll("\\$__[a-z_]+", "5m").replaceAll("\\[\\$[a-z_]+]", "[5m]"), failures);
                }
            }
        }
        assertThat(failures).as("of %d", total).isEmpty();
        assertThat(total).isGreaterThan(200);
    }

    @Test
    void parsesEveryExpressionOfTheRuleFiles() throws IOException {
        List<String> failures = new ArrayList<>();
        int total = 0;
        try (Stream<Path> files = Files.walk(data().resolve("rules"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .filter(path -> !path.toString().contains("bad"))
                    .sorted()
                    .toList()) {
                total += parseRules(file, failures);
            }
        }
        assertThat(failures).as("of %d", total).isEmpty();
        assertThat(total).isGreaterThan(600);
    }

    private static int parseRules(Path file, List<String> failures) throws IOException {
        int count = 0;
        JsonNode root = new YAMLMapper().readTree(Files.readString(file));
        for (JsonNode group : root.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("expr").isValueNode()) {
                    tryToParse(rule.path("expr").asText(), failures);
                    count++;
                }
            }
        }
        return count;
    }

    private static void tryToParse(String text, List<String> failures) {
        try {
            Expr parsed = PromQl.parse(text);
            assertThat(PromQl.parse(parsed.toString())).hasToString(parsed.toString());
        } catch (PromQlException e) {
            failures.add(e.getMessage() + "   in   " + text);
        }
    }

    private static Path data() {
        Path data = Path.of(System.getProperty("vedette.data", "../../shared/data"));
        Assumptions.assumeTrue(
                Files.isDirectory(data.resolve("dashboards")), "no recorded data at vedette.data=" + data);
        return data;
    }
}
