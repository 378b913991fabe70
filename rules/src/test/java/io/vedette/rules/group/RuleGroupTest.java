package io.vedette.rules.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileReader;
import io.vedette.rules.group.GroupEvaluation.Change;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.group.GroupSnapshot.Health;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.StaleMarker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleGroupTest {
    private static final Labels UP = Labels.of("__name__", "up", "instance", "n1");
    private static final String DOWN = """
            groups:
              - name: g
                interval: 15s
                rules:
                  - alert: NodeDown
                    expr: up == 0
                    for: 1m
                    labels: {severity: "{{ if eq $value 0.0 }}critical{{ end }}"}
                    annotations: {summary: "{{ $labels.instance }} is at {{ $value }} in {{ $externalLabels.cluster }}"}
            """;

    private final Head head = new Head(HeadLimits.DEFAULT);

    @Test
    void staysPendingUntilHeldLongEnough() throws Exception {
        RuleGroup group = group(DOWN);
        List<String> story = new ArrayList<>();
        for (int seconds = 0; seconds <= 120; seconds += 15) {
            head.append(UP, seconds * 1_000L, seconds < 15 || seconds >= 105 ? 1 : 0);
            story.add(seconds + "s " + states(group.evaluate(at(seconds))));
        }
        assertThat(story)
                .containsExactly(
                        "0s []",
                        "15s [INACTIVE>PENDING]",
                        "30s []",
                        "45s []",
                        "60s []",
                        "75s [PENDING>FIRING]",
                        "90s []",
                        "105s [FIRING>INACTIVE]",
                        "120s []");
    }

    @Test
    void expandsLabelsAndAnnotations() throws Exception {
        RuleGroup group = group(DOWN);
        head.append(UP, 0, 0);
        Alert alert = group.evaluate(at(0)).changes().get(0).alert();

        assertThat(alert.labels())
                .isEqualTo(Labels.of("alertname", "NodeDown", "instance", "n1", "severity", "critical"));
        assertThat(alert.annotations()).containsEntry("summary", "n1 is at 0 in east");
        assertThat(alert.value()).isZero();
        assertThat(alert.activeAt()).isEqualTo(at(0));
    }

    @Test
    void aPendingAlertWhoseConditionEndsIsForgottenAndNobodyIsTold() throws Exception {
        RuleGroup group = group(DOWN);
        head.append(UP, 0, 0);
        group.evaluate(at(0));
        head.append(UP, 15_000, 1);
        GroupEvaluation evaluation = group.evaluate(at(15));

        assertThat(states(evaluation)).isEqualTo("[PENDING>INACTIVE]");
        assertThat(evaluation.toSend()).isEmpty();
        assertThat(group.state().rules()).isEmpty();
    }

    @Test
    void tellsOfFiringAlertsAgainAndOfResolvedOnesForAWhile() throws Exception {
        RuleGroup group = group(DOWN.replace("for: 1m", "for: 0s"));
        List<Integer> told = new ArrayList<>();
        List<Integer> toldResolved = new ArrayList<>();
        for (int seconds = 0; seconds <= 1_500; seconds += 15) {
            head.append(UP, seconds * 1_000L, seconds < 150 ? 0 : 1);
            for (GroupEvaluation.Notice notice : group.evaluate(at(seconds)).toSend()) {
                (notice.alert().state() == AlertState.FIRING ? told : toldResolved).add(seconds);
                assertThat(notice.validUntil()).isEqualTo(at(seconds + 4 * 60));
            }
        }
        assertThat(told).containsExactly(0, 75);
        assertThat(toldResolved).startsWith(150, 225).endsWith(1_050).hasSize(13);
        assertThat(group.state().rules()).isEmpty();
    }

    @Test
    void keepsFiringForAsLongAsToldWhenTheConditionEnds() throws Exception {
        RuleGroup group = group(DOWN.replace("for: 1m", "keep_firing_for: 1m"));
        List<String> story = new ArrayList<>();
        for (int seconds = 0; seconds <= 165; seconds += 15) {
            boolean down = seconds == 0 || seconds == 60;
            head.append(UP, seconds * 1_000L, down ? 0 : 1);
            String states = states(group.evaluate(at(seconds)));
            if (!states.equals("[]")) {
                story.add(seconds + "s " + states);
            }
        }
        assertThat(story).containsExactly("0s [INACTIVE>FIRING]", "135s [FIRING>INACTIVE]");
    }

    @Test
    void writesAlertsAsSeriesAndEndsThemWithStaleMarkers() throws Exception {
        RuleGroup group = group(DOWN);
        for (int seconds = 0; seconds <= 90; seconds += 15) {
            head.append(UP, seconds * 1_000L, seconds <= 60 ? 0 : 1);
            group.evaluate(at(seconds));
        }
        assertThat(samples("ALERTS", "alertstate", "pending"))
                .containsExactly("0:1.0", "15000:1.0", "30000:1.0", "45000:1.0", "60000:stale");
        assertThat(samples("ALERTS", "alertstate", "firing")).containsExactly("60000:1.0", "75000:stale");
        assertThat(samples("ALERTS_FOR_STATE", "alertname", "NodeDown"))
                .containsExactly("0:0.0", "15000:0.0", "30000:0.0", "45000:0.0", "60000:0.0", "75000:stale");
    }

    @Test
    void laterRulesSeeWhatEarlierOnesRecorded() throws Exception {
        RuleGroup group = group("""
                groups:
                  - name: g
                    labels: {team: a}
                    rules:
                      - {record: "x:sum", expr: sum(up), labels: {instance: ""}}
                      - {record: "y", expr: "x:sum * 2", labels: {kind: z}}
                      - {record: "answer", expr: "42"}
                """);
        head.append(UP, 0, 3);
        GroupEvaluation evaluation = group.evaluate(at(0));

        assertThat(evaluation.samples()).isEqualTo(3);
        assertThat(samples("x:sum", "team", "a")).containsExactly("0:3.0");
        assertThat(samples("y", "kind", "z")).containsExactly("0:6.0");
        assertThat(samples("answer", "team", "a")).containsExactly("0:42.0");
    }

    @Test
    void queriesLookBackByTheOffsetAndSamplesBearThatTime() throws Exception {
        RuleGroup group = group("""
                groups:
                  - name: g
                    query_offset: 1m
                    rules:
                      - {record: r, expr: up}
                      - {alert: A, expr: up == 7}
                """);
        head.append(UP, 0, 7);
        head.append(UP, 30_000, 8);
        GroupEvaluation evaluation = group.evaluate(at(60));

        assertThat(samples("r", "instance", "n1")).containsExactly("0:7.0");
        assertThat(samples("ALERTS", "alertname", "A")).containsExactly("0:1.0");
        assertThat(evaluation.changes().get(0).alert().activeAt()).isEqualTo(at(60));
    }

    @Test
    void aRuleThatFailsKeepsItsAlertsAndSaysWhy() throws Exception {
        RuleGroup group = group("""
                groups:
                  - name: g
                    rules:
                      - {alert: A, expr: "label_replace(m, 'job', 'same', '', '') > 0", labels: {n: ""}}
                      - {record: r, expr: "label_replace(m, 'n', 'same', '', '')"}
                      - {record: ok, expr: "1"}
                """);
        head.append(Labels.of("__name__", "m", "n", "1"), 0, 1);
        assertThat(group.evaluate(at(0)).failedRules()).isZero();
        head.append(Labels.of("__name__", "m", "n", "1"), 15_000, 1);
        head.append(Labels.of("__name__", "m", "n", "2"), 15_000, 1);
        GroupEvaluation evaluation = group.evaluate(at(15));

        assertThat(evaluation.failedRules()).isEqualTo(2);
        List<GroupSnapshot.RuleSnapshot> rules = group.snapshot().rules();
        assertThat(rules.get(0).health()).isEqualTo(Health.ERROR);
        assertThat(rules.get(0).lastError())
                .isEqualTo("vector contains metrics with the same labelset after applying alert labels");
        assertThat(((GroupSnapshot.Alerting) rules.get(0)).state()).isEqualTo(AlertState.FIRING);
        assertThat(rules.get(1).health()).isEqualTo(Health.ERROR);
        assertThat(rules.get(2).health()).isEqualTo(Health.OK);
        assertThat(samples("r", "n", "same"))
                .as("no stale marker for a failure")
                .containsExactly("0:1.0");
    }

    @Test
    void aLimitExceededIsAnError() throws Exception {
        RuleGroup group = group("""
                groups:
                  - name: g
                    limit: 1
                    rules:
                      - {alert: A, expr: m}
                      - {record: r, expr: m}
                """);
        head.append(Labels.of("__name__", "m", "n", "1"), 0, 1);
        assertThat(group.evaluate(at(0)).failedRules()).isZero();
        head.append(Labels.of("__name__", "m", "n", "2"), 0, 1);
        assertThat(group.evaluate(at(15)).failedRules()).isEqualTo(2);
        assertThat(group.snapshot().rules().get(0).lastError()).isEqualTo("exceeded limit of 1 with 2 alerts");
        assertThat(group.snapshot().rules().get(1).lastError()).isEqualTo("exceeded limit of 1 with 2 series");
    }

    @Test
    void aRestartedGroupCarriesOnAsIfNothingHadHappened() throws Exception {
        RuleGroup first = group(DOWN);
        for (int seconds = 0; seconds <= 45; seconds += 15) {
            head.append(UP, seconds * 1_000L, 0);
            first.evaluate(at(seconds));
        }
        RuleGroup second = group(DOWN);
        second.restore(first.state());
        head.append(UP, 60_000, 0);
        GroupEvaluation evaluation = second.evaluate(at(60));

        assertThat(states(evaluation)).isEqualTo("[PENDING>FIRING]");
        assertThat(evaluation.toSend()).hasSize(1);
        assertThat(samples("ALERTS", "alertstate", "pending")).endsWith("45000:1.0", "60000:stale");

        RuleGroup third = group(DOWN);
        third.restore(second.state());
        assertThat(third.evaluate(at(75)).toSend()).as("told already").isEmpty();
        assertThatThrownBy(() -> third.evaluate(at(60))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReloadKeepsAlertsOfRulesThatStayAndEndsSeriesOfThoseThatGo() throws Exception {
        String both = DOWN + "      - {record: going, expr: up}\n";
        RuleGroup before = group(both);
        head.append(UP, 0, 0);
        before.evaluate(at(0));
        RuleGroup after = group(DOWN.replace("up == 0", "up < 1"));
        after.takeOver(before);
        head.append(UP, 60_000, 0);

        assertThat(states(after.evaluate(at(60)))).isEqualTo("[PENDING>FIRING]");
        assertThat(samples("going", "instance", "n1")).containsExactly("0:0.0", "60000:stale");
        assertThat(after.end(at(75))).isEqualTo(2);
        assertThat(samples("ALERTS", "alertstate", "firing")).containsExactly("60000:1.0", "75000:stale");
    }

    @Test
    void aTemplateThatFailsShowsItsErrorInTheText() throws Exception {
        RuleGroup group = group("""
                groups:
                  - name: g
                    rules:
                      - alert: A
                        expr: up
                        annotations:
                          bad: "{{ $value.Foo }}"
                          asked: "{{ with query \\"up * 2\\" }}{{ . | first | value }}{{ end }}"
                """);
        head.append(UP, 0, 4);
        Alert alert = group.evaluate(at(0)).changes().get(0).alert();

        assertThat(alert.annotations().get("bad"))
                .startsWith("<error expanding template: error executing template __alert_A: template: __alert_A:1:")
                .endsWith("can't evaluate field Foo in type float64>");
        assertThat(alert.annotations()).containsEntry("asked", "8");
    }

    @Test
    void saysWhenTheHeadRefusesItsSamples() throws Exception {
        RuleFile file = RuleFileReader.read("r.yml", "groups: [{name: g, rules: [{record: r, expr: '1'}]}]");
        RuleGroup group = new RuleGroup(file.groups().get(0), context((labels, time, value) -> false));
        group.evaluate(at(0));

        assertThat(group.snapshot().rules().get(0).lastError()).isEqualTo("1 of 1 samples were refused by the head");
    }

    private static Instant at(int seconds) {
        return Instant.ofEpochSecond(seconds);
    }

    private static String states(GroupEvaluation evaluation) {
        List<String> states = new ArrayList<>();
        for (Change change : evaluation.changes()) {
            states.add(change.before() + ">" + change.alert().state());
        }
        return states.toString();
    }

    private RuleGroup group(String yaml) throws Exception {
        RuleFile file = RuleFileReader.read("r.yml", yaml);
        return new RuleGroup(file.groups().get(0), context((labels, time, value) -> {
            Head.Appended outcome = head.append(labels, time, value);
            return outcome == Head.Appended.STORED || outcome == Head.Appended.DUPLICATE;
        }));
    }

    private RuleGroupContext context(SampleSink sink) {
        return new RuleGroupContext(
                head,
                new QueryEngine(QueryLimits.DEFAULT),
                sink,
                Duration.ofSeconds(15),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Labels.of("cluster", "east"),
                "http://n0:9800",
                System::nanoTime);
    }

    private List<String> samples(String metric, String label, String value) {
        List<String> samples = new ArrayList<>();
        SampleBuffer buffer = new SampleBuffer();
        for (Series series : head.select(
                List.of(LabelMatcher.equal("__name__", metric), LabelMatcher.equal(label, value)), 0, Long.MAX_VALUE)) {
            series.read(0, Long.MAX_VALUE, buffer);
        }
        for (int i = 0; i < buffer.size(); i++) {
            samples.add(
                    buffer.timestampMillis(i) + ":" + (StaleMarker.is(buffer.value(i)) ? "stale" : buffer.value(i)));
        }
        return samples;
    }
}
