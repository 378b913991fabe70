package io.vedette.collector.route;

import io.vedette.rules.labels.Labels;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Alerts that people are told of together.
 *
 * <p>Not safe for use by several threads.
 */
public final class AlertGroup {
    private final Route route;
    private final Labels labels;
    private final String key;
    private final Map<String, RoutedAlert> alerts = new LinkedHashMap<>();
    private Instant due;

    AlertGroup(Route route, Labels labels, Instant due) {
        this.route = route;
        this.labels = labels;
        this.key = route.groupKey(labels);
        this.due = due;
    }

    /** Where its alerts ended in the routing tree. */
    public Route route() {
        return route;
    }

    /** What its alerts have in common because they were grouped by it. */
    public Labels labels() {
        return labels;
    }

    /** Tells it from all other groups. */
    public String key() {
        return key;
    }

    /** Its alerts, those that are over and were not told of yet among them. */
    public List<RoutedAlert> alerts() {
        return List.copyOf(alerts.values());
    }

    /** Fingerprints of the alerts that fire. */
    public Set<String> firing() {
        Set<String> firing = new HashSet<>();
        alerts.forEach((fingerprint, alert) -> {
            if (!alert.isResolved()) {
                firing.add(fingerprint);
            }
        });
        return firing;
    }

    /** When its alerts that are over ended, by fingerprint. */
    public Map<String, Instant> resolved() {
        Map<String, Instant> resolved = new LinkedHashMap<>();
        alerts.forEach((fingerprint, alert) -> {
            Instant end = alert.endsAt();
            if (end != null) {
                resolved.put(fingerprint, end);
            }
        });
        return resolved;
    }

    /** When it has to be looked at next. */
    public Instant due() {
        return due;
    }

    /** Lets go of the alerts that are over. */
    public void dropResolved() {
        alerts.values().removeIf(RoutedAlert::isResolved);
    }

    /** Lets go of the alerts that were over before an instant; returns how many. */
    public int dropResolvedBefore(Instant instant) {
        int before = alerts.size();
        alerts.values().removeIf(alert -> {
            Instant end = alert.endsAt();
            return end != null && end.isBefore(instant);
        });
        return before - alerts.size();
    }

    boolean has(String fingerprint) {
        return alerts.containsKey(fingerprint);
    }

    void put(RoutedAlert alert) {
        alerts.put(alert.fingerprint(), alert);
    }

    boolean isEmpty() {
        return alerts.isEmpty();
    }

    void dueAt(Instant instant) {
        due = instant;
    }
}
