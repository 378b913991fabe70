package io.vedette.rules.labels;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameListTest {
    @Test
    void readsListsAsDashboardsWriteThem() {
        assertThat(NameList.read("(node1\\.example:9100|node2\\.example:9100)"))
                .hasValueSatisfying(names ->
                        assertThat(names).containsExactlyInAnyOrder("node1.example:9100", "node2.example:9100"));
        assertThat(NameList.read("a|"))
                .hasValueSatisfying(names -> assertThat(names).containsExactlyInAnyOrder("a", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b", "a|b*", "(a)|(b)", "(a|b", "a)", "\\d", "a\\", "(a\\)", "[ab]", "^a", "a$", "x{2}", "(?i:a)"
            })
    void leavesEverythingElseToTheExpressions(String expression) {
        assertThat(NameList.read(expression)).isEmpty();
    }

    @Test
    void matchesManyDifferentNames() {
        String list = IntStream.range(0, 10_000)
                .mapToObj(i -> Integer.toString(i * 7919 % 10_007, 36) + "-node\\.example")
                .collect(Collectors.joining("|"));
        LabelMatcher matcher = new LabelMatcher("instance", LabelMatcher.Type.REGEX, list);
        LabelMatcher not = new LabelMatcher("instance", LabelMatcher.Type.NOT_REGEX, list);

        assertThat(matcher.matches("0-node.example")).isTrue();
        assertThat(not.matches("0-node.example")).isFalse();
        assertThat(matcher.matches("0-node_example")).isFalse();
        assertThat(not.matches("0-node_example")).isTrue();
    }

    @Test
    void meansWhatTheExpressionMeans() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts =
                List.of("a", "b", "|", "|", "\\.", "\\|", ".", "(", ")", "é", "\n", "\\b", "^", "-", "\\-", "");
        List<String> values = List.of("", "a", "b", "ab", "a.b", ".", "|", "é", "\n", "a-b", "-", "aa", "a|b", "^");
        for (int i = 0; i < 20_000; i++) {
            String expression = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(part -> parts.get(random.nextInt(parts.size())))
                    .collect(Collectors.joining());
            String asked = random.nextInt(4) == 0 ? "(" + expression + ")" : expression;
            NameList.read(asked).ifPresent(names -> {
                for (String value : values) {
                    assertThat(names.contains(value))
                            .as("seed %d: %s against %s", seed, asked, value)
                            .isEqualTo(matches(asked, value));
                }
            });
        }
    }

    private static boolean matches(String expression, String value) {
        try {
            return Pattern.compile("^(?s:" + expression + ")$").matches(value);
        } catch (PatternSyntaxException e) {
            throw new AssertionError(expression + " is a list, but no expression", e);
        }
    }
}
