package io.vedette.rules.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchoredPatternTest {
    @Test
    void matchesTheWholeValueAcrossLines() {
        assertThat(AnchoredPattern.compile("a.*b").matches("a\nb")).isTrue();
        assertThat(AnchoredPattern.compile("a|b").matches("ab")).isFalse();
        assertThat(AnchoredPattern.compile("(?i:A)[^\\]](x{2,3}){2}").matches("abxxxxx"))
                .isTrue();
    }

    @Test
    void takesLongListsOfNames() {
        String names = "a-name-of-some-length|".repeat(10_000) + "last";
        assertThat(AnchoredPattern.compile(names).matches("last")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a**b{", "[a", "\\", "(?<n", "x{2,1}", "*"})
    void refusesMalformedExpressions(String expression) {
        assertThatThrownBy(() -> AnchoredPattern.compile(expression)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesExpressionsThatExplode() {
        for (String expression : new String[] {
            "((x{1000}){1000}){1000}",
            "(([a-z]{500}){500,}){2}",
            "(".repeat(100_000),
            "(?:".repeat(1000) + "a" + ")".repeat(1000),
            "x".repeat(300_000),
        }) {
            assertThatThrownBy(() -> AnchoredPattern.compile(expression))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expression");
        }
    }
}
