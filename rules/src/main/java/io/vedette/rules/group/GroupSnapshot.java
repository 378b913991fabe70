package io.vedette.rules.group;

import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule group as it stood at one moment, for the API, the page and the command line.
 *
 * @param file where the group was read from
 * @param interval time between evaluations
 * @param limit most alerts or series one rule may make, 0 for no limit
 * @param lastEvaluation the instant evaluated last; null before the first
 * @param evaluationTime how long that took
 */
public record GroupSnapshot(
        String file,
        String name,
        Duration interval,
        int limit,
        @Nullable Instant lastEvaluation,
        Duration evaluationTime,
        List<RuleSnapshot> rules) {

    /** What a rule's last evaluation came to. */
    public enum Health {
        UNKNOWN,
        OK,
        ERROR
    }

    /** Where an alert stands. */
    public enum AlertState {
        INACTIVE,
        PENDING,
        FIRING;

        /** As the label {@code alertstate} and the HTTP API have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A rule. */
    public sealed interface RuleSnapshot {
        /** The alert's or the recorded metric's name. */
        String name();

        /** The expression. */
        String query();

        /** Labels the rule adds. */
        Labels labels();

        /** What the last evaluation came to. */
        Health health();

        /** Why it failed; empty if it did not. */
        String lastError();

        /** The instant evaluated last; null before the first. */
        @Nullable
        Instant lastEvaluation();

        /** How long that took. */
        Duration evaluationTime();
    }

    /** A recording rule. */
    public record Recording(
            String name,
            String query,
            Labels labels,
            Health health,
            String lastError,
            @Nullable Instant lastEvaluation,
            Duration evaluationTime)
            implements RuleSnapshot {}

    /** An alerting rule: {@code state} is the gravest of its alerts'. */
    public record Alerting(
            String name,
            String query,
            Duration holdFor,
            Duration keepFiringFor,
            Labels labels,
            Map<String, String> annotations,
            AlertState state,
            List<ActiveAlert> alerts,
            Health health,
            String lastError,
            @Nullable Instant lastEvaluation,
            Duration evaluationTime)
            implements RuleSnapshot {}

    /**
     * An alert that is pending or firing.
     *
     * @param labels the alert's, {@code alertname} among them
     * @param annotations with templates expanded
     * @param activeAt when the condition was first met
     * @param keepFiringSince when the condition ceased while the alert keeps firing; null otherwise
     * @param value the expression's value at the last evaluation
     */
    public record ActiveAlert(
            Labels labels,
            Map<String, String> annotations,
            AlertState state,
            Instant activeAt,
            @Nullable Instant keepFiringSince,
            double value) {}
}
