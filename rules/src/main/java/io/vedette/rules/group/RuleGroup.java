package io.vedette.rules.group;

import io.vedette.rules.file.RuleFile;
import java.time.Duration;
import java.time.Instant;

/**
 * Rules that are evaluated one after the other at an instant handed in, and the alerts they have. Reads no clock.
 *
 * <p>Safe for use by any thread; one evaluation at a time, while {@link #snapshot} and {@link #state} answer at once
 * with what the last one left.
 */
public final class RuleGroup {
    /** A group without alerts. */
    public RuleGroup(RuleFile.Group definition, RuleGroupContext context) {
        throw new UnsupportedOperationException(definition.name() + context);
    }

    /** As the file has it. */
    public RuleFile.Group definition() {
        throw new UnsupportedOperationException();
    }

    /** Time between evaluations. */
    public Duration interval() {
        throw new UnsupportedOperationException();
    }

    /**
     * Evaluates all rules. A rule that fails keeps its alerts as they were; the others go on. Each rule's samples are
     * in the sink before the next rule is evaluated.
     *
     * @param at not before that of the last evaluation
     */
    public GroupEvaluation evaluate(Instant at) {
        throw new UnsupportedOperationException(at.toString());
    }

    /** The group as it stands. */
    public GroupSnapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    /** What must outlive a restart. */
    public GroupState state() {
        throw new UnsupportedOperationException();
    }

    /** Takes up alerts of an earlier life. Rules are found by name and labels; what finds none is dropped. */
    public void restore(GroupState state) {
        throw new UnsupportedOperationException(state.toString());
    }

    /**
     * Takes up what another group, of the same file and name before a reload, remembers: alerts, and which series to
     * end with a stale marker if they are not made again.
     */
    public void takeOver(RuleGroup other) {
        throw new UnsupportedOperationException(other.toString());
    }

    /** Ends the group: stale markers for all series it made last. For a group that is gone after a reload. */
    public void end(Instant at) {
        throw new UnsupportedOperationException(at.toString());
    }
}
