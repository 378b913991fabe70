package io.vedette.collector.evaluate;

import io.vedette.collector.route.AlertSink;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.collector.state.StateException;
import io.vedette.rules.file.RuleFile;
import io.vedette.rules.group.Alert;
import io.vedette.rules.group.GroupEvaluation;
import io.vedette.rules.group.GroupEvaluation.Notice;
import io.vedette.rules.group.GroupSnapshot.RuleSnapshot;
import io.vedette.rules.group.GroupState.RuleState;
import io.vedette.rules.group.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one group from instant to instant: evaluates, keeps what changed, then passes alerts on.
 *
 * <p>One thread at a time; {@link #group} may be asked for its snapshot by any.
 */
final class GroupRunner {
    private static final Logger LOG = LoggerFactory.getLogger(GroupRunner.class);

    private final RuleGroup group;
    private final RuleResults results;
    private final GroupMemory memory;
    private final AlertSink sink;
    private final String externalUrl;
    private final long intervalMillis;
    private final long offsetMillis;

    /** The instant to evaluate next; {@link Instant#MIN} until the head is known to be complete up to one. */
    private volatile Instant next = Instant.MIN;
    /** Instants up to this one were missed. */
    private volatile Instant missedUntil = Instant.MIN;

    private boolean changed;

    GroupRunner(RuleGroup group, RuleResults results, GroupMemory memory, AlertSink sink, String externalUrl) {
        this.group = group;
        this.results = results;
        this.memory = memory;
        this.sink = sink;
        this.externalUrl = externalUrl;
        this.intervalMillis = group.interval().toMillis();
        this.offsetMillis = offsetMillis(memory.id(), intervalMillis);
    }

    /** Spreads groups over their interval; the same in every process. */
    private static long offsetMillis(String id, long intervalMillis) {
        return Math.floorMod(Long.parseUnsignedLong(id, 16), intervalMillis);
    }

    RuleGroup group() {
        return group;
    }

    GroupMemory memory() {
        return memory;
    }

    RuleFile.Group definition() {
        return group.definition();
    }

    /** Takes up what an earlier process left; alerts it knew go to the sink again, which knows what was told. */
    void restore() {
        group.restore(memory.toState());
        changed = true;
        sink.accept(routed(memory.records()));
    }

    /** Takes up what this process had under the same names before a reload. */
    void takeOver(GroupRunner before) {
        group.takeOver(before.group);
        changed = true;
        missedUntil = before.missedUntil;
        if (before.hasBegun()) {
            next = aligned(before.next.minusMillis(1)).plusMillis(intervalMillis);
        }
    }

    /**
     * Decides where to begin, once it is known up to when the head is complete.
     *
     * @param catchUp how far back missed instants are made up for
     * @return how many instants are too long ago for that
     */
    long begin(Instant completeUntil, Duration catchUp) {
        if (hasBegun()) {
            return 0;
        }
        Instant newest = aligned(completeUntil);
        Optional<GroupMemory.Resume> resume = memory.resume();
        if (resume.isEmpty()) {
            next = newest;
            return 0;
        }
        Instant wanted = resume.get().complete()
                ? aligned(resume.get().at()).plusMillis(intervalMillis)
                : resume.get().at();
        Instant earliest = aligned(completeUntil.minus(catchUp)).plusMillis(intervalMillis);
        if (wanted.isBefore(newest)) {
            missedUntil = newest;
        }
        next = wanted.isBefore(earliest) ? earliest : wanted;
        return wanted.isBefore(earliest) ? Duration.between(wanted, earliest).toMillis() / intervalMillis : 0;
    }

    /** The latest instant of this group that is not after the one given. */
    private Instant aligned(Instant instant) {
        long millis = instant.toEpochMilli();
        return Instant.ofEpochMilli(millis - Math.floorMod(millis - offsetMillis, intervalMillis));
    }

    /** The instant to evaluate next; {@link Instant#MIN} before {@link #begin}. */
    Instant next() {
        return next;
    }

    private boolean hasBegun() {
        return !next.equals(Instant.MIN);
    }

    /** Whether instants that were missed have all been made up for. */
    boolean isCaughtUp() {
        return hasBegun() && next.isAfter(missedUntil);
    }

    /**
     * Evaluates the next instant. If what came of it cannot be kept, nobody is told and {@link #finish} has to be
     * called until it can.
     */
    Pending evaluate() {
        Instant at = next();
        boolean missed = !isCaughtUp();
        results.repeating(missed);
        GroupEvaluation evaluation = group.evaluate(at);
        changed |= !evaluation.changes().isEmpty();
        List<RoutedAlert> toTell = new ArrayList<>();
        for (Notice notice : evaluation.toSend()) {
            boolean resolved = notice.alert().resolvedAt() != null;
            AlertRecord.routed(notice.alert(), notice.query(), externalUrl, missed && resolved)
                    .ifPresent(toTell::add);
        }
        return new Pending(evaluation, toTell, missed);
    }

    /** An evaluation of which not all has been kept. */
    record Pending(GroupEvaluation evaluation, List<RoutedAlert> toTell, boolean missed) {}

    /** Keeps what came of an evaluation, then passes alerts on and moves to the next instant. */
    void finish(Pending pending) throws StateException, InterruptedException {
        Instant at = pending.evaluation.at();
        List<RoutedAlert> toTell = new ArrayList<>(pending.toTell);
        String failure = results.flush();
        if (!failure.isEmpty()) {
            LOG.warn(
                    "group {} at {}: results were not kept in Kafka: {}",
                    definition().name(),
                    at,
                    failure);
        }
        if (changed || memory.isMarkDue(at)) {
            GroupMemory.Update update = memory.update(records(at), at, pending.missed);
            memory.keep(update);
            toTell.addAll(routed(update.abandoned()));
            changed = false;
        }
        if (!toTell.isEmpty()) {
            sink.accept(toTell);
        }
        passOver();
    }

    /** Moves to the next instant. */
    void passOver() {
        next = next.plusMillis(intervalMillis);
    }

    /** The group is gone after a reload: its alerts are resolved. */
    void end(Instant completeUntil) throws StateException, InterruptedException {
        Instant at = !hasBegun() || next.isAfter(completeUntil) ? completeUntil : next;
        group.end(at);
        results.flush();
        sink.accept(routed(memory.end(at)));
    }

    private List<RoutedAlert> routed(List<AlertRecord> records) {
        return records.stream()
                .filter(record -> record.isFiring() || record.isResolved())
                .flatMap(record -> record.routed(externalUrl).stream())
                .toList();
    }

    private List<AlertRecord> records(Instant at) {
        Map<List<Object>, String> queries = new HashMap<>();
        for (RuleSnapshot rule : group.snapshot().rules()) {
            queries.put(List.of(rule.name(), rule.labels()), rule.query());
        }
        List<AlertRecord> records = new ArrayList<>();
        for (RuleState rule : group.state().rules()) {
            String query = queries.getOrDefault(List.of(rule.rule(), rule.labels()), "");
            for (Alert alert : rule.alerts()) {
                records.add(new AlertRecord(memory.id(), rule.rule(), rule.labels(), query, alert, at, false));
            }
        }
        return records;
    }
}
