package io.vedette.rules.group;

import io.vedette.rules.group.GroupSnapshot.AlertState;
import java.time.Instant;
import java.util.List;

/**
 * What one evaluation of a group came to.
 *
 * @param at the instant it was made for
 * @param changes alerts that changed their state, in the order of the rules
 * @param toSend alerts the notifier should hear of: those that began to fire or were resolved, and firing ones again
 *     after each resend delay
 * @param failedRules how many rules could not be evaluated; the snapshot tells why
 * @param samples samples handed to the sink, stale markers included
 */
public record GroupEvaluation(Instant at, List<Change> changes, List<Notice> toSend, int failedRules, int samples) {
    public GroupEvaluation {
        changes = List.copyOf(changes);
        toSend = List.copyOf(toSend);
    }

    /**
     * A change of an alert's state.
     *
     * @param rule the rule's name
     * @param query the rule's expression
     * @param before {@code INACTIVE} for a new alert
     * @param alert as it stands now; {@code INACTIVE} if it is resolved, or was pending and is no more
     */
    public record Change(String rule, String query, AlertState before, Alert alert) {}

    /**
     * An alert to tell of: {@code FIRING}, or {@code INACTIVE} for resolved.
     *
     * @param query the rule's expression, for a link back
     * @param validUntil when the alert is to be taken as resolved if nothing more is heard of it
     */
    public record Notice(String query, Alert alert, Instant validUntil) {}
}
