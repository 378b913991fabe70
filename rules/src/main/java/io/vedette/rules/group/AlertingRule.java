package io.vedette.rules.group;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.group.GroupEvaluation.Change;
import io.vedette.rules.group.GroupEvaluation.Notice;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Value;
import io.vedette.rules.template.PrometheusFunctions;
import io.vedette.rules.template.TemplateFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An alerting rule and its alerts. Not safe for use by several threads. */
final class AlertingRule implements GroupRule {
    /** A resolved alert is remembered so long, that whoever missed the news can be told again. */
    private static final Duration RESOLVED_RETENTION = Duration.ofMinutes(15);

    private final RuleFile.Alerting rule;
    private final String query;
    private final Labels labels;
    private final RuleQuery querying;
    private final AlertTexts texts;
    private final String externalUrl;
    private Map<Labels, Alert> alerts = new LinkedHashMap<>();

    AlertingRule(RuleFile.Alerting rule, RuleGroupContext context) {
        this.rule = rule;
        this.query = rule.expression().toString();
        this.labels = Labels.of(rule.labels());
        this.querying = new RuleQuery(context);
        this.texts = new AlertTexts(rule, context);
        this.externalUrl = context.externalUrl();
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
        long queryMillis = at.minus(queryOffset).toEpochMilli();
        Map<Labels, Alert> found = found(at, querying.points(rule.expression(), queryMillis));
        Map<Labels, Alert> before = alerts;
        Map<Labels, Alert> after = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        int active = 0;
        for (Alert alert : merged(before, found).values()) {
            boolean isMet = found.containsKey(alert.labels());
            Alert moved = isMet ? met(alert, at) : unmet(alert, at);
            AlertState old = stateIn(before, alert.labels());
            if (moved.state() != old) {
                changes.add(new Change(rule.name(), query, old, moved));
            }
            if (isMet || isRemembered(alert, at)) {
                after.put(moved.labels(), moved);
            }
            if (moved.state() != AlertState.INACTIVE) {
                active++;
                samples.addAll(samples(moved, queryMillis));
            }
        }
        if (limit > 0 && active > limit) {
            alerts = new LinkedHashMap<>();
            throw new RuleFailure("exceeded limit of " + limit + " with " + active + " alerts");
        }
        alerts = after;
        return new Result(samples, changes);
    }

    /** The alerts that the expression asks for now. */
    private Map<Labels, Alert> found(Instant at, List<Value.Point> points) throws RuleFailure {
        Map<Labels, Alert> found = new LinkedHashMap<>();
        if (points.isEmpty()) {
            return found;
        }
        Map<String, TemplateFunction> functions = new PrometheusFunctions(
                        expression -> querying.points(expression, at.toEpochMilli()), at, externalUrl)
                .byName();
        for (Value.Point point : points) {
            AlertTexts.Expansion expansion = texts.new Expansion(point, functions);
            Labels alertLabels = expansion.labels(point.labels(), rule.name());
            Alert alert = new Alert(
                    alertLabels,
                    expansion.annotations(),
                    AlertState.PENDING,
                    point.value(),
                    at,
                    null,
                    null,
                    null,
                    null);
            if (found.put(alertLabels, alert) != null) {
                throw new RuleFailure("vector contains metrics with the same labelset after applying alert labels");
            }
        }
        return found;
    }

    /** Known alerts, those found anew with their value and annotations of now, then the new ones. */
    private static Map<Labels, Alert> merged(Map<Labels, Alert> known, Map<Labels, Alert> found) {
        Map<Labels, Alert> merged = new LinkedHashMap<>(known);
        found.forEach((alertLabels, alert) -> {
            Alert old = known.get(alertLabels);
            merged.put(
                    alertLabels,
                    old == null || old.state() == AlertState.INACTIVE
                            ? alert
                            : old.seenAgain(alert.value(), alert.annotations()));
        });
        return merged;
    }

    private Alert met(Alert alert, Instant at) {
        Alert going = alert.keepFiringSince() == null ? alert : alert.withKeepFiringSince(null);
        boolean heldLongEnough =
                !Duration.between(going.activeAt(), at).minus(rule.holdFor()).isNegative();
        return going.state() == AlertState.PENDING && heldLongEnough ? going.fired(at) : going;
    }

    private Alert unmet(Alert alert, Instant at) {
        if (alert.state() == AlertState.FIRING && !rule.keepFiringFor().isZero()) {
            Instant since = alert.keepFiringSince() == null ? at : alert.keepFiringSince();
            if (Duration.between(since, at).compareTo(rule.keepFiringFor()) < 0) {
                return alert.withKeepFiringSince(since);
            }
        }
        return alert.state() == AlertState.INACTIVE ? alert : alert.resolved(at);
    }

    /** Whether an alert whose condition is not met is kept: no pending one, and no resolved one for ever. */
    private static boolean isRemembered(Alert alert, Instant at) {
        return alert.state() != AlertState.PENDING
                && (alert.resolvedAt() == null
                        || Duration.between(alert.resolvedAt(), at).compareTo(RESOLVED_RETENTION) <= 0);
    }

    private static AlertState stateIn(Map<Labels, Alert> known, Labels alertLabels) {
        Alert alert = known.get(alertLabels);
        return alert == null ? AlertState.INACTIVE : alert.state();
    }

    private static List<Sample> samples(Alert alert, long atMillis) {
        Labels state = alert.labels()
                .with(Labels.of(
                        Labels.NAME, "ALERTS", "alertstate", alert.state().word()));
        Labels since = alert.labels().with(Labels.NAME, "ALERTS_FOR_STATE");
        return List.of(
                new Sample(state, atMillis, 1),
                new Sample(since, atMillis, alert.activeAt().getEpochSecond()));
    }

    @Override
    public List<Notice> notices(Instant at, Duration interval, Duration resendDelay) {
        List<Notice> notices = new ArrayList<>();
        Duration rhythm = interval.compareTo(resendDelay) > 0 ? interval : resendDelay;
        alerts.replaceAll((alertLabels, alert) -> {
            if (!needsSending(alert, at, resendDelay)) {
                return alert;
            }
            Alert sent = alert.sent(at);
            // Two evaluations or deliveries may fail before the alert counts as resolved.
            notices.add(new Notice(query, sent, at.plus(rhythm.multipliedBy(4))));
            return sent;
        });
        return notices;
    }

    private static boolean needsSending(Alert alert, Instant at, Duration resendDelay) {
        if (alert.state() == AlertState.PENDING) {
            return false;
        }
        Instant last = alert.lastSentAt();
        if (last == null) {
            return true;
        }
        boolean resolvedSince = alert.resolvedAt() != null && alert.resolvedAt().isAfter(last);
        return resolvedSince || last.plus(resendDelay).isBefore(at);
    }

    @Override
    public List<Alert> alerts() {
        return List.copyOf(alerts.values());
    }

    @Override
    public void restore(List<Alert> earlier) {
        alerts = new LinkedHashMap<>();
        earlier.forEach(alert -> alerts.put(alert.labels(), alert));
    }

    @Override
    public List<Labels> restoredSeries(List<Alert> earlier) {
        List<Labels> series = new ArrayList<>();
        for (Alert alert : earlier) {
            if (alert.state() != AlertState.INACTIVE) {
                samples(alert, 0).forEach(sample -> series.add(sample.labels()));
            }
        }
        return series;
    }

    @Override
    public GroupSnapshot.RuleSnapshot snapshot(Outcome outcome) {
        List<GroupSnapshot.ActiveAlert> active = new ArrayList<>();
        AlertState gravest = AlertState.INACTIVE;
        for (Alert alert : alerts.values()) {
            if (alert.state() != AlertState.INACTIVE) {
                active.add(new GroupSnapshot.ActiveAlert(
                        alert.labels(),
                        alert.annotations(),
                        alert.state(),
                        alert.activeAt(),
                        alert.keepFiringSince(),
                        alert.value()));
                gravest = alert.state().compareTo(gravest) > 0 ? alert.state() : gravest;
            }
        }
        return new GroupSnapshot.Alerting(
                rule.name(),
                query,
                rule.holdFor(),
                rule.keepFiringFor(),
                labels,
                rule.annotations(),
                gravest,
                List.copyOf(active),
                outcome.health(),
                outcome.lastError(),
                outcome.lastEvaluation(),
                outcome.evaluationTime());
    }
}
