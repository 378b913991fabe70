package io.vedette.deploy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.LabelMatcher.Type;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexExamplesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b",
                "5..",
                ".+",
                ".*irq",
                "(?:GET|POST)",
                "[a-z]+|nvme[0-9]+n[0-9]+|mmcblk[0-9]+p?[0-9]*",
                "/var/lib/(kubelet|docker)/.+",
                "^node-\\d{2}$",
                "(.*)-(thanos|query)(.*)"
            })
    void findsTextsThatMatchTheExpressionsPeopleWrite(String expression) {
        LabelMatcher matcher = new LabelMatcher("x", Type.REGEX, expression);
        assertThat(RegexExamples.matching(matcher)).isNotEmpty().allMatch(matcher::matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one|two", ".*"})
    void findsTextsThatDoNotMatchWhereThoseAreWanted(String expression) {
        LabelMatcher matcher = new LabelMatcher("x", Type.NOT_REGEX, expression);
        List<String> found = RegexExamples.matching(matcher);
        assertThat(found).allMatch(matcher::matches);
        assertThat(found.isEmpty()).isEqualTo(expression.equals(".*"));
    }
}
