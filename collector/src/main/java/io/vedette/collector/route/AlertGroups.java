package io.vedette.collector.route;

import io.vedette.rules.labels.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sorts alerts into groups and says when each group is due, by Alertmanager's timing: the first time {@code group_wait}
 * after its first alert began to fire, then every {@code group_interval}.
 *
 * <p>Reads no clock. Not safe for use by several threads.
 */
public final class AlertGroups {
    private final Route root;
    private final History history;
    private final Map<String, AlertGroup> groups = new LinkedHashMap<>();

    /** What was told earlier, also by a process before this one. */
    public interface History {
        /** When a group was last told of; empty if it never was, or if it is not known whether it arrived. */
        Optional<Instant> lastTold(String receiver, String groupKey);

        /** Whether people who heard, or may have heard, that an alert fires have not heard that it is over. */
        boolean isOwed(String receiver, String groupKey, RoutedAlert resolved);
    }

    /** @param root the routing tree */
    public AlertGroups(Route root, History history) {
        this.root = root;
        this.history = history;
    }

    /**
     * Takes the newest word on an alert. One that is over counts only where people may wait to hear that; one that was
     * missed also where they would have heard of it.
     */
    public void accept(RoutedAlert alert, Instant now) {
        for (Route route : root.match(alert.labels())) {
            Labels labels = route.grouping().of(alert.labels());
            String key = route.receiver() + '\n' + route.groupKey(labels);
            AlertGroup group = groups.get(key);
            if (alert.isResolved()
                    && (group == null || !group.has(alert.fingerprint()))
                    && !isOwed(route, route.groupKey(labels), alert)) {
                continue;
            }
            if (group == null) {
                group = new AlertGroup(route, labels, firstDue(route, route.groupKey(labels), alert, now));
                groups.put(key, group);
            }
            group.put(alert);
        }
    }

    private boolean isOwed(Route route, String groupKey, RoutedAlert alert) {
        return (!alert.missed() || alert.lasted().compareTo(route.timing().groupWait()) >= 0)
                && history.isOwed(route.receiver(), groupKey, alert);
    }

    private Instant firstDue(Route route, String groupKey, RoutedAlert alert, Instant now) {
        Instant due = history.lastTold(route.receiver(), groupKey)
                .map(told -> told.plus(route.timing().groupInterval()))
                .orElseGet(() -> alert.startsAt().plus(route.timing().groupWait()));
        return due.isBefore(now) ? now : due;
    }

    /** The groups that are due, which are due again one {@code group_interval} later. */
    public List<AlertGroup> due(Instant now) {
        List<AlertGroup> due = new ArrayList<>();
        for (AlertGroup group : groups.values()) {
            if (!group.due().isAfter(now)) {
                due.add(group);
                group.dueAt(now.plus(group.route().timing().groupInterval()));
            }
        }
        return due;
    }

    /** Forgets groups without an alert. */
    public void dropEmpty() {
        groups.values().removeIf(AlertGroup::isEmpty);
    }

    /** When the next group is due; empty if there is none. */
    public Optional<Instant> nextDue() {
        return groups.values().stream().map(AlertGroup::due).min(Instant::compareTo);
    }

    /** All groups. */
    public List<AlertGroup> all() {
        return List.copyOf(groups.values());
    }
}
