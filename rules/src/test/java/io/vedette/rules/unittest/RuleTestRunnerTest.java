package io.vedette.rules.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.rules.file.RuleFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTestRunnerTest {
    private static final String RULES = """
            groups:
              - name: second
                rules: [{record: twice, expr: once * 2}]
              - name: first
                rules:
                  - {record: once, expr: sum by (n) (m)}
                  - alert: High
                    expr: m > 5
                    for: 2m
                    labels: {severity: page, where: "{{ $externalLabels.cluster }}"}
                    annotations: {text: "{{ $labels.n }} is {{ $value }}"}
            """;

    private final RuleTestRunner runner = new RuleTestRunner();

    @TempDir
    Path folder;

    @BeforeEach
    void writeRules() throws IOException {
        Files.writeString(folder.resolve("rules.yml"), RULES);
    }

    @Test
    void goodRulesPass() throws Exception {
        RuleTestReport report = run("""
                rule_files: ["rul*.yml"]
                group_eval_order: [first, second]
                tests:
                  - interval: 1m
                    external_labels: {cluster: east}
                    input_series:
                      - {series: 'm{n="a"}', values: "0 6+1x3 _ stale"}
                    alert_rule_test:
                      - {eval_time: 2m, alertname: High}
                      - eval_time: 3m30s
                        alertname: High
                        exp_alerts:
                          - exp_labels: {n: a, severity: page, where: east}
                            exp_annotations: {text: a is 8}
                      - {eval_time: 6m, alertname: High}
                    promql_expr_test:
                      - expr: twice
                        eval_time: 1m
                        exp_samples: [{labels: 'twice{n="a"}', value: 12}]
                      - {expr: twice, eval_time: 6m}
                """);
        assertThat(report.failures()).isEmpty();
        assertThat(report.print()).endsWith("test.yml\n  SUCCESS\n");
    }

    @Test
    void failuresShowWhatWasExpectedAndWhatCame() throws Exception {
        RuleTestReport report = run("""
                rule_files: [rules.yml]
                tests:
                  - name: wrong
                    input_series: [{series: 'm{n="a"}', values: 7x9}]
                    alert_rule_test:
                      - {eval_time: 5m, alertname: High}
                      - {eval_time: 5m, alertname: Other, exp_alerts: [{}]}
                    promql_expr_test:
                      - {expr: m, eval_time: 90s, exp_samples: [{labels: m, value: 1.5e9}]}
                      - {expr: "m{", eval_time: 90s}
                """);
        assertThat(report.failures())
                .containsExactly(
                        """
                            name: wrong,
                            alertname: High, time: 5m,\s
                                exp:[],\s
                                got:[
                                    0:
                                      Labels:{alertname="High", n="a", severity="page"}
                                      Annotations:{text="a is 7"}
                                    ]""".indent(4).stripTrailing(),
                        """
                            name: wrong,
                            alertname: Other, time: 5m,\s
                                exp:[
                                    0:
                                      Labels:{alertname="Other"}
                                      Annotations:{}
                                    ],\s
                                got:[]""".indent(4).stripTrailing(),
                        """
                            expr: "m", time: 1m30s,
                                exp: {__name__="m"} 1.5E+09
                                got: {__name__="m", n="a"} 7E+00""".indent(4).stripTrailing(),
                        report.failures().get(3));
        assertThat(report.failures().get(3)).startsWith("    expr: \"m{\", time: 1m30s, err: 1:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "test: [] => test.yml:1:1: unknown key \"test\"; the nearest known key is \"tests\"",
                "tests: [{input_series: [{series: m, values: 1 2y}]}] =>"
                        + " test.yml:1:45: \"2y\" is no value; write 1, 0+5x10, 1x3, _ or stale",
                "tests: [{input_series: [{series: 'm{', values: 1}]}] => test.yml:1:34: labels \"m{\": ",
                "tests: [{input_series: [{series: 'm{a=~\"x\"}', values: 1}]}] =>"
                        + " test.yml:1:34: labels \"m{a=~\"x\"}\": only = can stand in a series",
                "tests: [{input_series: [{series: m, values: 1x9999999}]}] => test.yml:1:45: \"1x9999999\": more than",
                "tests: [{input_series: [{series: m, values: '{{bucket:1}}'}]}] => test.yml:1:45: a histogram has no bucket",
                "tests: [{input_series: [{series: m, values: '{{count:x}}'}]}] => test.yml:1:45: \"x\" in a histogram is"
                        + " not a number",
                "tests: [{input_series: [{series: m, values: '{{sum:1'}]}] => test.yml:1:45: \"{{sum:1\" is no histogram",
                "tests: [{input_series: [{series: m, values: '{{sum:1}}x9999999'}]}] => test.yml:1:45:"
                        + " \"{{sum:1}}x9999999\": no number up to",
                "tests: [{alert_rule_test: [{eval_time: x}]}] => test.yml:1:40: not a valid duration string: \"x\"",
            })
    void saysWhatIsWrongInATestFile(String yaml, String message) {
        assertThatThrownBy(() -> run(yaml))
                .isInstanceOf(RuleFileException.class)
                .message()
                .satisfies(text -> assertThat(text.lines().map(line -> line.substring(line.lastIndexOf('/') + 1)))
                        .anySatisfy(line -> assertThat(line).startsWith(message)));
    }

    @Test
    void comparesNativeHistograms() throws Exception {
        String test = """
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - series: latency
                        values: '1 {{count:2 sum:3 buckets:[2]}}+{{count:1 sum:1 offset:1 buckets:[1]}}x1'
                    promql_expr_test:
                      - expr: latency
                        eval_time: 2m
                        exp_samples:
                          - labels: latency
                            histogram: '{{count:3 sum:4 counter_reset_hint:not_reset buckets:[2 %d]}}'
                """;
        assertThat(run(test.formatted(1)).failures()).isEmpty();
        assertThat(run(test.formatted(2)).failures()).singleElement().asString().contains("""
                        exp: {__name__="latency"} {{count:3 sum:4 counter_reset_hint:not_reset buckets:[2 2]}}
                        got: {__name__="latency"} {{count:3 sum:4 counter_reset_hint:not_reset buckets:[2 1]}}""".indent(8)
                .strip());
    }

    @Test
    void saysWhichRuleFileIsMissing() {
        assertThatThrownBy(() -> run("rule_files: [none.yml]"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.yml: no such rule file");
    }

    @Test
    void publishedTestsPassAndFailAsInPromtool() throws Exception {
        Path data = Path.of(System.getProperty("vedette.data", "../shared/data"), "rules", "promtool");
        assumeTrue(Files.isDirectory(data), () -> "no rule tests under " + data + "; set -Dvedette.data=DIR");

        RuleTestReport unittest = runner.run(data.resolve("unittest.yml"));
        assertThat(unittest.failures()).isEmpty();
        assertThat(runner.run(data.resolve("long-period.yml")).failures()).isEmpty();
        assertThat(runner.run(data.resolve("failing.yml")).failures())
                .hasSize(4)
                .startsWith("""
                            name: Failing test,
                            alertname: Test, time: 0s,\s
                                exp:[
                                    0:
                                      Labels:{alertname="Test"}
                                      Annotations:{}
                                    ],\s
                                got:[]""".indent(4).stripTrailing(), """
                            expr: "test", time: 0s,
                                exp: {__name__="test"} 1E+00
                                got: {__name__="test"} 0E+00""".indent(4).stripTrailing());
    }

    private RuleTestReport run(String yaml) throws Exception {
        Path file = folder.resolve("test.yml");
        Files.writeString(file, yaml);
        return runner.run(file);
    }
}
