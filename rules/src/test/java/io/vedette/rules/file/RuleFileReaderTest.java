package io.vedette.rules.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileReaderTest {
    @Test
    void readsGroupsAndRules() throws Exception {
        RuleFile file = RuleFileReader.read("r.yml", """
                groups:
                  - name: first
                    interval: 30s
                    query_offset: 1m
                    limit: 10
                    labels: {team: infra, severity: none}
                    rules:
                      - record: a:b
                        expr: sum(b)
                        labels:
                          number: 5
                      - alert: Down
                        expr: |
                          up
                            == 0
                        for: 1h30m
                        keep_firing_for: 5m
                        labels: {severity: page}
                        annotations:
                          summary: "{{ $labels.instance }} at {{ $value | humanize }}"
                  - name: second
                """);

        RuleFile.Group first = file.groups().get(0);
        assertThat(first.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(first.queryOffset()).isEqualTo(Duration.ofMinutes(1));
        assertThat(first.limit()).isEqualTo(10);
        RuleFile.Recording recording = (RuleFile.Recording) first.rules().get(0);
        assertThat(recording.labels())
                .containsEntry("number", "5")
                .containsEntry("team", "infra")
                .containsEntry("severity", "none");
        RuleFile.Alerting alerting = (RuleFile.Alerting) first.rules().get(1);
        assertThat(alerting.expression()).hasToString("up == 0");
        assertThat(alerting.holdFor()).isEqualTo(Duration.ofMinutes(90));
        assertThat(alerting.keepFiringFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(alerting.labels()).containsEntry("severity", "page").containsEntry("team", "infra");
        assertThat(file.groups().get(1).interval()).isNull();
    }

    @Test
    void anEmptyFileHasNoGroups() throws Exception {
        assertThat(RuleFileReader.read("r.yml", "").groups()).isEmpty();
        assertThat(RuleFileReader.read("r.yml", "# nothing yet\n").groups()).isEmpty();
        assertThat(RuleFileReader.read("r.yml", "groups:\n").groups()).isEmpty();
    }

    @Test
    void tellsAllMistakesAtOnceWithTheirPlaces() {
        assertThat(problems("""
                        groups:
                          - name: g
                            intervall: 5m
                            interval: 5 m
                            limit: -1
                            rules:
                              - alert: A
                                expr: rate(up)
                                for: soon
                                labels: {__name__: x}
                                annotations:
                                  a: "{{ $nope }}"
                              - record: r
                                alert: B
                                expr: up
                              - record: s
                                expr: |
                                  sum(
                                    up ==
                                  )
                                for: 5m
                              - expr: up
                              - alert: C
                          - name: g
                          - rules: []
                        colour: red
                        """))
                .containsExactly(
                        "r.yml:3:5: unknown key \"intervall\"; the nearest known key is \"interval\"",
                        "r.yml:4:15: not a valid duration string: \"5 m\"; write for example 5m or 1h30m",
                        "r.yml:5:12: \"-1\" is not a whole number of at least 0",
                        "r.yml:8:20: group \"g\", rule 1, \"A\": could not parse expression: 1:6: parse error",
                        "r.yml:9:14: not a valid duration string: \"soon\"; write for example 5m or 1h30m",
                        "r.yml:10:18: group \"g\", rule 1, \"A\": invalid label name: __name__",
                        "r.yml:12:14: group \"g\", rule 1, \"A\": annotation \"a\": template: __alert:1: undefined variable"
                                + " \"$nope\"",
                        "r.yml:13:9: group \"g\", rule 2, \"r\": only one of 'record' and 'alert' must be set",
                        "r.yml:20:11: group \"g\", rule 3, \"s\": could not parse expression: 3:1: parse error",
                        "r.yml:21:14: group \"g\", rule 3, \"s\": invalid field 'for' in recording rule",
                        "r.yml:22:9: group \"g\", rule 4: one of 'record' or 'alert' must be set",
                        "r.yml:23:9: group \"g\", rule 5, \"C\": field 'expr' must be set in rule",
                        "r.yml:24:11: groupname: \"g\" is repeated in the same file, first on line 2",
                        "r.yml:25:5: Groupname must not be empty",
                        "r.yml:26:1: unknown key \"colour\"; known are groups");
    }

    @Test
    void findsMistakesOfExpressionsHoweverYamlWritesThem() {
        String head = "groups:\n- name: g\n  rules:\n  - record: r\n    expr: ";
        assertThat(places(head + "rate(a)  +  rate(b)")).containsExactly("5:16", "5:28");
        assertThat(places(head + "rate(a)\n      +\n      rate(b)")).containsExactly("5:16", "7:12");
        assertThat(places(head + "'rate(a{x=''y''})\n\n     + rate(b)'")).containsExactly("5:17", "7:13");
        assertThat(places(head + "\"rate(a{x=\\\"y\\\"})\\n + \\\n      \\trate(b)\""))
                .containsExactly("5:17", "6:14");
        assertThat(places(head + "|\n        rate(a) # é\n\n          + rate(b)\n"))
                .containsExactly("6:14", "8:18");
        assertThat(places(head + ">-\n\n      rate(a)\n        + sum(\n      rate(b)\n\n      )\n"))
                .containsExactly("7:12", "9:12");
        assertThat(places(head + "|2-\n      rate(a)\n")).containsExactly("6:12");
        assertThat(places("x: &e rate(a)\n" + head + "*e")).contains("1:12");
    }

    private static List<String> places(String yaml) {
        return problems(yaml).stream()
                .filter(problem -> problem.contains("could not parse"))
                .map(problem -> problem.replaceAll("^r.yml:(\\d+:\\d+): .*", "$1"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "~groups:\n  - name: a\n rules: []\n~ => r.yml:3:2: yaml: ",
                "~groups: {~ => r.yml:1:10: yaml: ",
                "~groups: *nowhere~ => r.yml:1:9: yaml: ",
                "~groups: 5~ => r.yml:1:9: must be a list",
                "~- a~ => r.yml:1:1: must be a map",
                "~groups:\n  - name: [x]~ => r.yml:2:11: must be a text",
                "~groups:\n  - name: x\n    name: y~ => r.yml:3:5: key \"name\" stands twice",
                "~groups:\n  - name: x\n    rules:\n      - record: \"up{job='x'}\"\n        expr: up~ =>"
                        + " r.yml:4:17: group \"x\", rule 1, \"up{job='x'}\": braces present in the recording rule name;",
                "~a: \u0001~ => r.yml:1:1: yaml: ",
            })
    void refusesWhatIsNoRuleFile(String yaml, String beginning) {
        assertThat(problems(yaml)).anySatisfy(problem -> assertThat(problem).startsWith(beginning));
    }

    @Test
    void hostileYamlIsRefusedWithoutMuchWork() {
        assertThat(problems("[".repeat(100_000))).hasSize(1);
        StringBuilder laughs = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(laughs.toString())).isNotEmpty();
        assertThat(problems("groups: &g\n  - *g\n")).isNotEmpty();
        assertThat(problems("groups:\n  - &g\n    <<: *g\n    name: ''\n")).isNotEmpty();
    }

    private static List<String> problems(String yaml) {
        RuleFileException refused =
                catchThrowableOfType(RuleFileException.class, () -> RuleFileReader.read("r.yml", yaml));
        return refused == null
                ? List.of()
                : refused.problems().stream()
                        .map(Object::toString)
                        .map(problem -> problem.replaceAll("parse error: .*", "parse error"))
                        .toList();
    }
}
