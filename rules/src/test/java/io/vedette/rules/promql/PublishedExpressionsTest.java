package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.script.MemorySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Expressions that people use, of the dashboards and rule files of the recorded data, over made-up series. */
class PublishedExpressionsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
    private final List<String> failures = new ArrayList<>();
    private int answered;

    @Test
    void parsesAndEvaluatesEveryExpressionOfTheDashboards() throws IOException {
        Set<String> expressions = new LinkedHashSet<>();
        for (Path file : files("dashboards")) {
            if (file.toString().endsWith(".expressions.txt")) {
                expressions.addAll(Files.readAllLines(file));
            } else if (file.toString().endsWith(".json")) {
                new ObjectMapper()
                        .readTree(Files.readString(file)).findValuesAsText("expr").stream()
                                .filter(text -> !text.isBlank())
                                .forEach(expressions::add);
            }
        }
        expressions.forEach(text -> check(withVariables(text)));
        assertThat(failures).as("of %d", expressions.size()).isEmpty();
        assertThat(expressions).hasSizeGreaterThan(300);
        assertThat(answered).as("expressions with an answer").isGreaterThan(expressions.size() / 2);
    }

    @Test
    void parsesAndEvaluatesEveryExpressionOfTheRuleFiles() throws IOException {
        int total = 0;
        for (Path file : files("rules")) {
            if (file.toString().matches(".*\\.ya?ml") && !file.toString().contains("bad")) {
                for (JsonNode group :
                        new YAMLMapper().readTree(Files.readString(file)).path("groups")) {
                    for (JsonNode rule : group.path("rules")) {
                        if (rule.path("expr").isValueNode()) {
                            check(rule.path("expr").asText());
                            total++;
                        }
                    }
                }
            }
        }
        assertThat(failures).as("of %d", total).isEmpty();
        assertThat(total).isGreaterThan(600);
        assertThat(answered).as("expressions with an answer").isGreaterThan(100);
    }

    /** Grafana's variables: durations where one stands in brackets or has a name for one, else texts. */
    private static String withVariables(String text) {
        return text.replaceAll("\\$\\{?__(rate_)?interval(_ms)?}?|\\$\\{?__range(_s)?}?", "5m")
                .replaceAll("\\[\\$\\{?[a-z_]+}?", "[5m")
                .replaceAll("\\$\\{?[a-zA-Z_]+(:[a-z]+)?}?", "x");
    }

    private void check(String text) {
        try {
            Expr parsed = PromQl.parse(text);
            assertThat(PromQl.parse(parsed.toString())).hasToString(parsed.toString());
            assertThat(PromQl.parse(PromQl.format(parsed))).hasToString(parsed.toString());
            MemorySource source = new MemorySource();
            parsed.selectors().forEach(selector -> fill(source, selector));
            Value value = engine.range(source, parsed, NOW - 10 * MINUTE, NOW, MINUTE, () -> false)
                    .value();
            engine.instant(source, parsed, NOW, () -> false);
            answered += ((Value.Matrix) value).rows().isEmpty() ? 0 : 1;
        } catch (PromQlException | QueryException e) {
            failures.add(e.getMessage() + "   in   " + text);
        }
    }

    /** A series that a selector finds, as far as its conditions say what it has to be like. */
    private static void fill(MemorySource source, Expr.VectorSelector selector) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("instance", "x");
        labels.put("job", "x");
        for (LabelMatcher matcher : selector.matchers()) {
            if (matcher.type() == LabelMatcher.Type.EQUAL && !matcher.value().isEmpty()) {
                labels.put(matcher.name(), matcher.value());
            } else if (matcher.type() == LabelMatcher.Type.REGEX && matcher.matches("x")) {
                labels.put(matcher.name(), "x");
            }
        }
        labels.values().removeIf(String::isEmpty);
        for (int i = 0; i < 120; i++) {
            source.add(Labels.of(labels), NOW - i * MINUTE, 1000 - i);
        }
    }

    private static List<Path> files(String folder) throws IOException {
        Path data = Path.of(System.getProperty("vedette.data", "../../shared/data"));
        Assumptions.assumeTrue(
                Files.isDirectory(data.resolve("dashboards")), "no recorded data at vedette.data=" + data);
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
