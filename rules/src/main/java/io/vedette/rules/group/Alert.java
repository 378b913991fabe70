package io.vedette.rules.group;

import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.labels.Labels;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it stands after an evaluation: everything that must outlive a restart.
 *
 * @param labels the alert's, {@code alertname} among them; they identify it within its rule
 * @param annotations with templates expanded
 * @param state {@code INACTIVE} once resolved
 * @param value the expression's value when it last had one
 * @param activeAt when the condition was first met
 * @param firedAt when it began to fire; null before
 * @param resolvedAt when it ceased to fire; null before
 * @param keepFiringSince when the condition ceased while the alert keeps firing; null otherwise
 * @param lastSentAt when it was last among {@link GroupEvaluation#toSend}; null before
 */
public record Alert(
        Labels labels,
        Map<String, String> annotations,
        AlertState state,
        double value,
        Instant activeAt,
        @Nullable Instant firedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant keepFiringSince,
        @Nullable Instant lastSentAt) {
    public Alert {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    Alert seenAgain(double newValue, Map<String, String> newAnnotations) {
        return new Alert(
                labels, newAnnotations, state, newValue, activeAt, firedAt, resolvedAt, keepFiringSince, lastSentAt);
    }

    Alert fired(Instant at) {
        return new Alert(
                labels, annotations, AlertState.FIRING, value, activeAt, at, resolvedAt, keepFiringSince, lastSentAt);
    }

    Alert resolved(Instant at) {
        return new Alert(
                labels, annotations, AlertState.INACTIVE, value, activeAt, firedAt, at, keepFiringSince, lastSentAt);
    }

    Alert withKeepFiringSince(@Nullable Instant since) {
        return new Alert(labels, annotations, state, value, activeAt, firedAt, resolvedAt, since, lastSentAt);
    }

    Alert sent(Instant at) {
        return new Alert(labels, annotations, state, value, activeAt, firedAt, resolvedAt, keepFiringSince, at);
    }
}
