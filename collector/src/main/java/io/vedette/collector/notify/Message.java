package io.vedette.collector.notify;

import io.vedette.collector.route.RoutedAlert;
import io.vedette.rules.labels.Labels;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a receiver is told of a group of alerts.
 *
 * @param receiver the receiver's name
 * @param groupKey tells the group from all others
 * @param groupLabels what its alerts have in common because they were grouped by it
 * @param alerts at least one; sorted by job, instance and the other labels
 * @param externalUrl under which people reach this collector, without a slash at its end
 * @param idempotencyKey the same each time the same message is sent, and never used for another
 * @param at when it was made
 */
public record Message(
        String receiver,
        String groupKey,
        Labels groupLabels,
        List<RoutedAlert> alerts,
        String externalUrl,
        String idempotencyKey,
        Instant at) {
    private static final Comparator<RoutedAlert> ORDER = Comparator.comparing(
                    (RoutedAlert alert) -> alert.labels().get("job"))
            .thenComparing(alert -> alert.labels().get("instance"))
            .thenComparing(RoutedAlert::labels);

    public Message {
        alerts = alerts.stream().sorted(ORDER).toList();
        if (alerts.isEmpty()) {
            throw new IllegalArgumentException("a message of " + groupKey + " without an alert");
        }
    }

    /** Whether any alert still fires. */
    public boolean isFiring() {
        return alerts.stream().anyMatch(alert -> !alert.isResolved());
    }

    /** The alerts that fire. */
    public List<RoutedAlert> firing() {
        return alerts.stream().filter(alert -> !alert.isResolved()).toList();
    }

    /** The alerts that are over. */
    public List<RoutedAlert> resolved() {
        return alerts.stream().filter(RoutedAlert::isResolved).toList();
    }

    /** The labels that all alerts share. */
    public Map<String, String> commonLabels() {
        return common(alert -> alert.labels().toMap());
    }

    /** The annotations that all alerts share. */
    public Map<String, String> commonAnnotations() {
        return common(RoutedAlert::annotations);
    }

    private Map<String, String> common(Function<RoutedAlert, Map<String, String>> part) {
        Map<String, String> shared = new TreeMap<>(part.apply(alerts.get(0)));
        for (RoutedAlert alert : alerts) {
            Map<String, String> own = part.apply(alert);
            shared.entrySet().removeIf(entry -> !Objects.equals(own.get(entry.getKey()), entry.getValue()));
        }
        return shared;
    }
}
