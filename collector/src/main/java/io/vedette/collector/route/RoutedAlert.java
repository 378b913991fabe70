package io.vedette.collector.route;

import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert that fires or did fire, as people are told of it.
 *
 * @param labels identify it
 * @param annotations for people
 * @param startsAt when it began to fire
 * @param activeAt when its condition was first met; not after {@code startsAt}
 * @param endsAt when it ceased to fire; null while it fires
 * @param value the expression's value when it last had one
 * @param generatorUrl where its expression is shown
 * @param missed it ended while nobody evaluated rules, so that it was perhaps never told of while it fired
 */
public record RoutedAlert(
        Labels labels,
        Map<String, String> annotations,
        Instant startsAt,
        Instant activeAt,
        @Nullable Instant endsAt,
        double value,
        String generatorUrl,
        boolean missed) {
    public RoutedAlert {
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        if (endsAt != null && endsAt.isBefore(startsAt)) {
            throw new IllegalArgumentException(labels + " ends at " + endsAt + ", before it starts at " + startsAt);
        }
    }

    /** Whether it fires no more. */
    public boolean isResolved() {
        return endsAt != null;
    }

    /** How long it fired; zero while it fires. */
    public Duration lasted() {
        return endsAt == null ? Duration.ZERO : Duration.between(startsAt, endsAt);
    }

    /** Sixteen hexadecimal digits made of the labels, as Alertmanager makes them. */
    public String fingerprint() {
        return Fingerprint.of(labels);
    }
}
