package io.vedette.rules.group;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.group.GroupEvaluation.Change;
import io.vedette.rules.group.GroupEvaluation.Notice;
import io.vedette.rules.group.GroupRule.Outcome;
import io.vedette.rules.group.GroupRule.Sample;
import io.vedette.rules.group.GroupSnapshot.Health;
import io.vedette.rules.group.GroupState.RuleState;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.StaleMarker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are evaluated one after the other at an instant handed in, and the alerts they have. Reads no clock.
 *
 * <p>Safe for use by any thread; one evaluation at a time, while {@link #snapshot} and {@link #state} answer at once
 * with what the last one left. An interrupt of the evaluating thread ends the query that runs, as a failure of its
 * rule.
 */
public final class RuleGroup {
    private final RuleFile.Group definition;
    private final RuleGroupContext context;
    private final Duration interval;
    private final Duration queryOffset;
    /** Held while anything changes; guards all that is not volatile. */
    private final Object changing = new Object();

    private final List<Slot> slots = new ArrayList<>();
    /** Series of rules that went away with a reload, to be ended at the next evaluation. */
    private final Set<Labels> orphans = new LinkedHashSet<>();

    private @Nullable Instant lastEvaluation;
    private Duration evaluationTime = Duration.ZERO;
    private volatile GroupSnapshot snapshot;
    private volatile GroupState state;

    /** A rule, the series it made last, and how that went. */
    private static final class Slot {
        final GroupRule rule;
        Set<Labels> lastSeries = Set.of();
        Outcome outcome = Outcome.NONE;

        Slot(GroupRule rule) {
            this.rule = rule;
        }

        boolean isFor(String name, Labels labels) {
            return rule.definition().name().equals(name) && rule.labels().equals(labels);
        }
    }

    /** A group without alerts. */
    public RuleGroup(RuleFile.Group definition, RuleGroupContext context) {
        this.definition = definition;
        this.context = context;
        this.interval = Objects.requireNonNullElse(definition.interval(), context.defaultInterval());
        this.queryOffset = Objects.requireNonNullElse(definition.queryOffset(), context.defaultQueryOffset());
        for (RuleFile.Rule rule : definition.rules()) {
            slots.add(new Slot(
                    rule instanceof RuleFile.Alerting alerting
                            ? new AlertingRule(alerting, context)
                            : new RecordingRule((RuleFile.Recording) rule, context)));
        }
        this.snapshot = takeSnapshot();
        this.state = takeState();
    }

    /** As the file has it. */
    public RuleFile.Group definition() {
        return definition;
    }

    /** Time between evaluations. */
    public Duration interval() {
        return interval;
    }

    /**
     * Evaluates all rules. A rule that fails keeps its alerts as they were; the others go on. Each rule's samples are
     * in the sink before the next rule is evaluated.
     *
     * @param at not before that of the last evaluation
     * @throws IllegalArgumentException if it is
     */
    public GroupEvaluation evaluate(Instant at) {
        synchronized (changing) {
            if (lastEvaluation != null && at.isBefore(lastEvaluation)) {
                throw new IllegalArgumentException(
                        "group " + definition.name() + " was evaluated at " + lastEvaluation + ", later than " + at);
            }
            long start = context.nanos().getAsLong();
            Tally tally = new Tally();
            for (Slot slot : slots) {
                evaluate(slot, at, tally);
            }
            tally.samples += endSeries(orphans, Set.of(), at);
            orphans.clear();
            lastEvaluation = at;
            evaluationTime = Duration.ofNanos(context.nanos().getAsLong() - start);
            publish();
            return new GroupEvaluation(at, tally.changes, tally.toSend, tally.failed, tally.samples);
        }
    }

    /** What an evaluation comes to, as it goes. */
    private static final class Tally {
        final List<Change> changes = new ArrayList<>();
        final List<Notice> toSend = new ArrayList<>();
        int failed;
        int samples;
    }

    private void evaluate(Slot slot, Instant at, Tally tally) {
        long start = context.nanos().getAsLong();
        String error = "";
        try {
            GroupRule.Result result = slot.rule.evaluate(at, queryOffset, definition.limit());
            tally.changes.addAll(result.changes());
            tally.toSend.addAll(slot.rule.notices(at, interval, context.resendDelay()));
            Set<Labels> stored = store(result.samples());
            tally.samples += stored.size() + endSeries(slot.lastSeries, stored, at);
            slot.lastSeries = stored;
            if (stored.size() < result.samples().size()) {
                error = (result.samples().size() - stored.size()) + " of "
                        + result.samples().size() + " samples were refused by the head";
            }
        } catch (RuleFailure e) {
            error = String.valueOf(e.getMessage());
        }
        tally.failed += error.isEmpty() ? 0 : 1;
        slot.outcome = new Outcome(
                error.isEmpty() ? Health.OK : Health.ERROR,
                error,
                at,
                Duration.ofNanos(context.nanos().getAsLong() - start));
    }

    private Set<Labels> store(List<Sample> samples) {
        Set<Labels> stored = new HashSet<>();
        for (Sample sample : samples) {
            if (context.sink().append(sample.labels(), sample.timestampMillis(), sample.value())) {
                stored.add(sample.labels());
            }
        }
        return stored;
    }

    /** Puts a stale marker at the end of series that are no more; returns how many. */
    private int endSeries(Set<Labels> earlier, Set<Labels> present, Instant at) {
        int ended = 0;
        for (Labels labels : earlier) {
            if (!present.contains(labels)) {
                context.sink().append(labels, at.minus(queryOffset).toEpochMilli(), StaleMarker.VALUE);
                ended++;
            }
        }
        return ended;
    }

    /** The group as it stands. */
    public GroupSnapshot snapshot() {
        return snapshot;
    }

    /** What must outlive a restart. */
    public GroupState state() {
        return state;
    }

    private void publish() {
        snapshot = takeSnapshot();
        state = takeState();
    }

    private GroupSnapshot takeSnapshot() {
        List<GroupSnapshot.RuleSnapshot> rules = new ArrayList<>();
        slots.forEach(slot -> rules.add(slot.rule.snapshot(slot.outcome)));
        return new GroupSnapshot(
                definition.file(),
                definition.name(),
                interval,
                definition.limit(),
                lastEvaluation,
                evaluationTime,
                List.copyOf(rules));
    }

    private GroupState takeState() {
        List<RuleState> rules = new ArrayList<>();
        for (Slot slot : slots) {
            List<Alert> alerts = slot.rule.alerts();
            if (!alerts.isEmpty()) {
                rules.add(new RuleState(slot.rule.definition().name(), slot.rule.labels(), alerts));
            }
        }
        return new GroupState(definition.file(), definition.name(), lastEvaluation, rules);
    }

    /** Takes up alerts of an earlier life. Rules are found by name and labels; what finds none is dropped. */
    public void restore(GroupState earlier) {
        synchronized (changing) {
            List<Slot> free = new ArrayList<>(slots);
            for (RuleState ruleState : earlier.rules()) {
                Slot slot = take(free, ruleState.rule(), ruleState.labels());
                if (slot != null) {
                    slot.rule.restore(ruleState.alerts());
                    slot.lastSeries = Set.copyOf(slot.rule.restoredSeries(ruleState.alerts()));
                }
            }
            lastEvaluation = earlier.lastEvaluation();
            publish();
        }
    }

    /** The first of several slots that is for a rule; it is taken out of them. Rules may stand twice. */
    private static @Nullable Slot take(List<Slot> slots, String name, Labels labels) {
        for (Slot slot : slots) {
            if (slot.isFor(name, labels)) {
                slots.remove(slot);
                return slot;
            }
        }
        return null;
    }

    /**
     * Takes up what another group, of the same file and name before a reload, remembers: alerts, and which series to
     * end with a stale marker if they are not made again. The other must not be evaluated any more.
     */
    public void takeOver(RuleGroup other) {
        List<Slot> theirs;
        Set<Labels> theirOrphans;
        Instant theirLast;
        synchronized (other.changing) {
            theirs = List.copyOf(other.slots);
            theirOrphans = Set.copyOf(other.orphans);
            theirLast = other.lastEvaluation;
        }
        synchronized (changing) {
            List<Slot> free = new ArrayList<>(slots);
            for (Slot their : theirs) {
                Slot slot = take(free, their.rule.definition().name(), their.rule.labels());
                if (slot == null) {
                    orphans.addAll(their.lastSeries);
                } else {
                    slot.rule.restore(their.rule.alerts());
                    slot.lastSeries = their.lastSeries;
                    slot.outcome = their.outcome;
                }
            }
            orphans.addAll(theirOrphans);
            lastEvaluation = theirLast;
            publish();
        }
    }

    /**
     * Ends the group: stale markers for all series it made last. For a group that is gone after a reload.
     *
     * @return how many series ended
     */
    public int end(Instant at) {
        synchronized (changing) {
            int ended = endSeries(orphans, Set.of(), at);
            orphans.clear();
            for (Slot slot : slots) {
                ended += endSeries(slot.lastSeries, Set.of(), at);
                slot.lastSeries = Set.of();
            }
            return ended;
        }
    }
}
