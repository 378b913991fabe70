package io.vedette.collector.notify;

import io.vedette.collector.notify.NotificationLog.Entry;
import io.vedette.collector.route.AlertGroup;
import io.vedette.collector.route.AlertGroups;
import io.vedette.collector.route.Route;
import io.vedette.collector.route.RoutedAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whom to tell what, as Alertmanager does: a group is told of when an alert in it is new, when alerts in it are
 * over, and again after {@code repeat_interval}.
 *
 * <p>Reads no clock. Not safe for use by several threads.
 */
final class Dispatcher implements AlertGroups.History {
    /** Who could not be told for so long is not told any more. */
    private static final Duration RESOLVED_KEPT = Duration.ofHours(24);

    private final AlertGroups groups;
    private final Map<String, List<Outbox>> outboxes;
    private final NotificationLog log;

    /** @param outboxes by the receiver's name, one for each of its elements in the file */
    Dispatcher(Route root, Map<String, List<Outbox>> outboxes, NotificationLog log) {
        this.outboxes = Map.copyOf(outboxes);
        this.log = log;
        this.groups = new AlertGroups(root, this);
    }

    void accept(RoutedAlert alert, Instant now) {
        groups.accept(alert, now);
    }

    /** Sends what is due. */
    void flush(Instant now) {
        for (AlertGroup group : groups.due(now)) {
            for (Outbox outbox : of(group.route().receiver())) {
                if (isDue(group, outbox, now)) {
                    outbox.offer(Draft.of(group, now));
                } else {
                    outbox.cancel(group.key());
                }
            }
        }
    }

    /**
     * Lets go of alerts that are over and that all who wait for it have heard of.
     *
     * @return how many were let go although not everybody had heard, as they were over for too long
     */
    int settle(Instant now) {
        int forgotten = 0;
        for (AlertGroup group : groups.all()) {
            // A group whose first message is still to come has not been decided on yet.
            if (isSettled(group, now)) {
                group.dropResolved();
            } else {
                forgotten += group.dropResolvedBefore(now.minus(RESOLVED_KEPT));
            }
        }
        groups.dropEmpty();
        return forgotten;
    }

    private boolean isSettled(AlertGroup group, Instant now) {
        return of(group.route().receiver()).stream()
                .noneMatch(outbox -> outbox.undelivered(group.key()).isPresent() || isDue(group, outbox, now));
    }

    private List<Outbox> of(String receiver) {
        return outboxes.getOrDefault(receiver, List.of());
    }

    private boolean isDue(AlertGroup group, Outbox outbox, Instant now) {
        Entry entry = log.entry(outbox.id(), group.key());
        Set<String> firing = group.firing();
        if (!entry.told().firing().containsAll(firing)) {
            return true;
        }
        if (firing.isEmpty()) {
            return group.alerts().stream().anyMatch(alert -> isOwed(outbox, group.key(), alert));
        }
        if (outbox.sendsResolved()
                && group.alerts().stream().anyMatch(alert -> alert.isResolved() && !entry.knowsTheEndOf(alert))) {
            return true;
        }
        return !entry.told().at().plus(group.route().timing().repeatInterval()).isAfter(now);
    }

    @Override
    public Optional<Instant> lastTold(String receiver, String groupKey) {
        return of(receiver).stream()
                .map(outbox -> log.entry(outbox.id(), groupKey))
                .filter(entry -> !entry.told().isNothing() && entry.intent().isNothing())
                .map(entry -> entry.told().at())
                .max(Instant::compareTo);
    }

    @Override
    public boolean isOwed(String receiver, String groupKey, RoutedAlert resolved) {
        return of(receiver).stream().anyMatch(outbox -> isOwed(outbox, groupKey, resolved));
    }

    private boolean isOwed(Outbox outbox, String groupKey, RoutedAlert alert) {
        Entry entry = log.entry(outbox.id(), groupKey);
        String fingerprint = alert.fingerprint();
        return entry.mayHaveHeardOf(fingerprint)
                || outbox.undelivered(groupKey)
                        .filter(draft -> draft.firing().contains(fingerprint))
                        .isPresent()
                || (alert.missed() && outbox.sendsResolved() && !entry.knowsTheEndOf(alert));
    }

    Optional<Instant> nextDue() {
        return groups.nextDue();
    }

    List<AlertGroup> all() {
        return groups.all();
    }
}
