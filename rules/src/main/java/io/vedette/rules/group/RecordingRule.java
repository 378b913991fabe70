package io.vedette.rules.group;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.group.GroupEvaluation.Notice;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A recording rule; it remembers nothing. */
final class RecordingRule implements GroupRule {
    private final RuleFile.Recording rule;
    private final Labels labels;
    private final Labels added;
    private final RuleQuery querying;

    RecordingRule(RuleFile.Recording rule, RuleGroupContext context) {
        this.rule = rule;
        this.labels = Labels.of(rule.labels());
        this.added = labels.with(Labels.NAME, rule.name());
        this.querying = new RuleQuery(context);
    }

    @Override
    public RuleFile.Rule definition() {
        return rule;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public Result evaluate(Instant at, Duration queryOffset, int limit) throws RuleFailure {
        long atMillis = at.minus(queryOffset).toEpochMilli();
        List<Value.Point> points = querying.points(rule.expression(), atMillis);
        List<Sample> samples = new ArrayList<>(points.size());
        Set<Labels> seen = new HashSet<>();
        for (Value.Point point : points) {
            if (point.histogram() != null) {
                throw new RuleFailure("rule yields native histograms, which cannot be recorded");
            }
            Labels recorded = recorded(point.labels());
            if (!seen.add(recorded)) {
                throw new RuleFailure("vector contains metrics with the same labelset after applying rule labels");
            }
            samples.add(new Sample(recorded, atMillis, point.value()));
        }
        if (limit > 0 && samples.size() > limit) {
            throw new RuleFailure("exceeded limit of " + limit + " with " + samples.size() + " series");
        }
        return new Result(samples, List.of());
    }

    private Labels recorded(Labels of) {
        Labels recorded = of.with(added);
        // A label with an empty value in the rule takes one away, which an empty value in Labels cannot tell.
        for (var label : rule.labels().entrySet()) {
            recorded = label.getValue().isEmpty() ? recorded.with(label.getKey(), "") : recorded;
        }
        return recorded;
    }

    @Override
    public List<Notice> notices(Instant at, Duration interval, Duration resendDelay) {
        return List.of();
    }

    @Override
    public List<Alert> alerts() {
        return List.of();
    }

    @Override
    public void restore(List<Alert> earlier) {
        // It has no alerts, and what a file says of them was for another rule of this name.
    }

    @Override
    public List<Labels> restoredSeries(List<Alert> earlier) {
        return List.of();
    }

    @Override
    public GroupSnapshot.RuleSnapshot snapshot(Outcome outcome) {
        return new GroupSnapshot.Recording(
                rule.name(),
                rule.expression().toString(),
                labels,
                outcome.health(),
                outcome.lastError(),
                outcome.lastEvaluation(),
                outcome.evaluationTime());
    }
}
