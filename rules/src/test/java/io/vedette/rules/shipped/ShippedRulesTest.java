package io.vedette.rules.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileReader;
import io.vedette.rules.unittest.RuleTestReport;
import io.vedette.rules.unittest.RuleTestRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedRulesTest {
    static List<String> names() {
        return ShippedRules.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void doWhatTheirTestsSay(String name) throws Exception {
        String testName = name.replace(".yml", "_test.yml");
        RuleTestReport report = new RuleTestRunner()
                .run(
                        testName,
                        resource(testName),
                        asked -> List.of(RuleFileReader.read(asked, ShippedRules.text(asked))));

        assertThat(report.print()).endsWith("SUCCESS\n");
    }

    @Test
    void everyAlertIsTestedAndSaysWhatToDo() throws Exception {
        for (RuleFile file : ShippedRules.files()) {
            String name = file.name().substring("shipped:".length());
            String tests = resource(name.replace(".yml", "_test.yml"));
            for (RuleFile.Group group : file.groups()) {
                assertThat(group.interval()).hasSeconds(15);
                for (RuleFile.Rule rule : group.rules()) {
                    RuleFile.Alerting alert = (RuleFile.Alerting) rule;
                    assertThat(tests).contains(alert.name());
                    assertThat(alert.annotations()).as(alert.name()).containsKeys("summary", "description", "runbook");
                    assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info");
                }
            }
        }
    }

    @Test
    void doNotReadOtherResources() {
        assertThatThrownBy(() -> ShippedRules.text("../labels/Labels.class"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ShippedRulesTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
