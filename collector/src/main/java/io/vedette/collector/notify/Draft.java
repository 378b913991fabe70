package io.vedette.collector.notify;

import io.vedette.collector.route.AlertGroup;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.rules.labels.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message that is to be sent, before anything was tried. The newest of a group replaces those before it. */
record Draft(
        String receiver,
        String groupKey,
        Labels groupLabels,
        List<RoutedAlert> alerts,
        Set<String> firing,
        Map<String, Instant> resolved,
        Instant at) {
    static Draft of(AlertGroup group, Instant now) {
        return new Draft(
                group.route().receiver(),
                group.key(),
                group.labels(),
                group.alerts(),
                group.firing(),
                group.resolved(),
                now);
    }

    boolean saysTheSameAs(Draft other) {
        return firing.equals(other.firing) && resolved.equals(other.resolved);
    }
}
