package io.vedette.rules.unittest;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.group.GroupSnapshot;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.group.RuleGroup;
import io.vedette.rules.group.RuleGroupContext;
import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.DurationText;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.Value;
import io.vedette.rules.unittest.RuleTestFile.AlertCheck;
import io.vedette.rules.unittest.RuleTestFile.ExpectedAlert;
import io.vedette.rules.unittest.RuleTestFile.ExpectedSample;
import io.vedette.rules.unittest.RuleTestFile.InputSeries;
import io.vedette.rules.unittest.RuleTestFile.QueryCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs one test, when made: time begins at 1970 and goes on by the evaluation interval. */
final class RuleTest {
    private final RuleTestFile file;
    private final RuleTestFile.Test test;
    private final TestSeries series = new TestSeries();
    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
    private final List<RuleGroup> groups = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    /** How many values of each input series were appended. */
    private final int[] loaded;

    RuleTest(RuleTestFile file, RuleTestFile.Test test, List<RuleFile.Group> definitions) {
        this.file = file;
        this.test = test;
        this.loaded = new int[test.input().size()];
        RuleGroupContext context = new RuleGroupContext(
                series,
                engine,
                (labels, time, value) -> {
                    series.append(labels, time, value);
                    return true;
                },
                test.interval(),
                Duration.ZERO,
                Duration.ofMinutes(1),
                test.externalLabels(),
                test.externalUrl(),
                () -> 0);
        definitions.forEach(definition -> groups.add(new RuleGroup(definition, context)));
        if (evaluateAll()) {
            test.queries().forEach(this::check);
        }
    }

    List<String> failures() {
        return failures;
    }

    /** Goes through time; false if a rule failed, after which there is nothing to compare. */
    private boolean evaluateAll() {
        Duration end = Duration.ZERO;
        for (AlertCheck check : test.alerts()) {
            end = check.at().compareTo(end) > 0 ? check.at() : end;
        }
        for (QueryCheck check : test.queries()) {
            end = check.at().compareTo(end) > 0 ? check.at() : end;
        }
        Duration step = file.evaluationInterval();
        for (Duration now = Duration.ZERO; now.compareTo(end) <= 0; now = now.plus(step)) {
            load(now);
            if (!evaluate(now)) {
                return false;
            }
            for (AlertCheck check : test.alerts()) {
                if (check.at().compareTo(now) >= 0 && check.at().compareTo(now.plus(step)) < 0) {
                    check(check);
                }
            }
        }
        return true;
    }

    /** Appends the input up to a time; no further, so that what rules record is in order with it. */
    private void load(Duration until) {
        for (int i = 0; i < loaded.length; i++) {
            InputSeries input = test.input().get(i);
            while (loaded[i] < input.values().size()) {
                long time = test.interval().toMillis() * loaded[i];
                if (time > until.toMillis()) {
                    break;
                }
                SeriesNotation.Point point = input.values().get(loaded[i]++);
                FloatHistogram histogram = point == null ? null : point.histogram();
                if (histogram != null) {
                    series.append(input.labels(), time, histogram);
                } else if (point != null) {
                    series.append(input.labels(), time, point.number());
                }
            }
        }
    }

    private boolean evaluate(Duration now) {
        boolean good = true;
        for (RuleGroup group : groups) {
            group.evaluate(Instant.EPOCH.plus(now));
            for (GroupSnapshot.RuleSnapshot rule : group.snapshot().rules()) {
                if (!rule.lastError().isEmpty()) {
                    failures.add("    rule: " + rule.name() + ", time: " + print(now) + ", err: " + rule.lastError());
                    good = false;
                }
            }
        }
        return good;
    }

    private void check(AlertCheck check) {
        List<ExpectedAlert> got = new ArrayList<>();
        for (RuleGroup group : groups) {
            for (GroupSnapshot.RuleSnapshot rule : group.snapshot().rules()) {
                if (rule instanceof GroupSnapshot.Alerting alerting
                        && alerting.name().equals(check.alert())) {
                    for (GroupSnapshot.ActiveAlert alert : alerting.alerts()) {
                        if (alert.state() == AlertState.FIRING) {
                            got.add(new ExpectedAlert(alert.labels(), alert.annotations()));
                        }
                    }
                }
            }
        }
        List<ExpectedAlert> expected = sorted(check.expected());
        got = sorted(got);
        if (!expected.equals(got)) {
            String name = test.name().isEmpty() ? "" : "    name: " + test.name() + ",\n";
            failures.add(name + "    alertname: " + check.alert() + ", time: " + print(check.at()) + ", \n        exp:"
                    + Listing.alerts(expected) + ", \n        got:" + Listing.alerts(got));
        }
    }

    private static List<ExpectedAlert> sorted(List<ExpectedAlert> alerts) {
        List<ExpectedAlert> sorted = new ArrayList<>(alerts);
        sorted.sort(Comparator.comparing(ExpectedAlert::labels).thenComparing(alert -> Labels.of(alert.annotations())));
        return sorted;
    }

    private void check(QueryCheck check) {
        String where = "    expr: " + Listing.quote(check.expression()) + ", time: " + print(check.at()) + ",";
        List<ExpectedSample> got = new ArrayList<>();
        try {
            Value value = engine.instant(
                            series, PromQl.parse(check.expression()), check.at().toMillis(), () -> false)
                    .value();
            if (value instanceof Value.Vector vector) {
                vector.points()
                        .forEach(
                                point -> got.add(new ExpectedSample(point.labels(), point.value(), point.histogram())));
            } else if (value instanceof Value.Scalar scalar) {
                got.add(new ExpectedSample(Labels.EMPTY, scalar.value(), null));
            } else {
                failures.add(where + " err: rule result is not a vector or scalar");
                return;
            }
        } catch (PromQlException | QueryException e) {
            failures.add(where + " err: " + e.getMessage());
            return;
        }
        List<ExpectedSample> expected = new ArrayList<>(check.expected());
        expected.sort(Comparator.comparing(ExpectedSample::labels));
        got.sort(Comparator.comparing(ExpectedSample::labels));
        if (!areSame(expected, got)) {
            failures.add(
                    where + "\n        exp: " + Listing.samples(expected) + "\n        got: " + Listing.samples(got));
        }
    }

    private boolean areSame(List<ExpectedSample> expected, List<ExpectedSample> got) {
        if (expected.size() != got.size()) {
            return false;
        }
        for (int i = 0; i < got.size(); i++) {
            if (!expected.get(i).labels().equals(got.get(i).labels()) || !areSame(expected.get(i), got.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean areSame(ExpectedSample expected, ExpectedSample got) {
        FloatHistogram histogram = expected.histogram();
        if (histogram == null || got.histogram() == null) {
            return histogram == null && got.histogram() == null && areSame(expected.value(), got.value());
        }
        return histogram.equals(got.histogram())
                && histogram.hint() == got.histogram().hint();
    }

    private boolean areSame(double a, double b) {
        boolean near = file.fuzzy() && (Math.nextUp(a) == b || Math.nextDown(a) == b);
        return a == b || near || (Double.isNaN(a) && Double.isNaN(b));
    }

    private static String print(Duration duration) {
        return DurationText.print(duration.toMillis());
    }
}
