package io.vedette.collector.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vedette.collector.state.StateException;
import io.vedette.collector.state.StateKey;
import io.vedette.collector.state.StateStore;
import io.vedette.rules.group.Alert;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.group.GroupState;
import io.vedette.rules.group.GroupState.RuleState;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the state topic knows of one group: its alerts, and a mark that says up to which instant it was evaluated.
 *
 * <p>The mark is written with every change of an alert, and now and then without. A mark that is behind does no harm:
 * what is evaluated again over the same data comes to the same. If a crash separated alerts from their mark, the
 * alerts' own instant is evaluated again, which changes nothing in those that were kept.
 *
 * <p>Not safe for use by several threads. All is kept by group, so that groups can be owned by different collectors.
 */
final class GroupMemory {
    /** The kind of the marks. */
    static final String MARK = "evaluated";

    private static final Duration MARK_EVERY = Duration.ofMinutes(1);

    private final String id;
    private final String file;
    private final String name;
    private final StateStore store;
    private final Map<AlertRecord.Identity, AlertRecord> records = new HashMap<>();
    private @Nullable Instant mark;

    GroupMemory(String file, String name, StateStore store) {
        this.id = AlertRecord.groupId(file, name);
        this.file = file;
        this.name = name;
        this.store = store;
    }

    /** Made of the names of file and group. */
    String id() {
        return id;
    }

    /**
     * What was kept, of this group's part.
     *
     * @param all the alerts of all groups
     */
    void load(Collection<AlertRecord> all) {
        for (AlertRecord record : all) {
            if (record.group().equals(id)) {
                records.put(record.identity(), record);
            }
        }
        mark = store.get(new StateKey(MARK, id)).map(GroupMemory::instant).orElse(null);
    }

    /** The instant a mark tells. */
    static @Nullable Instant instant(JsonNode json) {
        JsonNode at = json.path("atMillis");
        return at.isIntegralNumber() ? Instant.ofEpochMilli(at.longValue()) : null;
    }

    /** The alerts kept, resolved ones among them. */
    List<AlertRecord> records() {
        return List.copyOf(records.values());
    }

    /**
     * The instant evaluated last, and whether all that came of it was kept.
     *
     * @return empty if the group was never evaluated
     */
    Optional<Resume> resume() {
        Instant newest = mark;
        for (AlertRecord record : records.values()) {
            if (newest == null || record.at().isAfter(newest)) {
                newest = record.at();
            }
        }
        return newest == null ? Optional.empty() : Optional.of(new Resume(newest, newest.equals(mark)));
    }

    /** @param complete if not, the instant is to be evaluated again */
    record Resume(Instant at, boolean complete) {}

    /** For {@link io.vedette.rules.group.RuleGroup#restore}. */
    GroupState toState() {
        Map<List<Object>, List<Alert>> byRule = new LinkedHashMap<>();
        for (AlertRecord record : records.values()) {
            byRule.computeIfAbsent(List.of(record.rule(), record.ruleLabels()), key -> new ArrayList<>())
                    .add(record.alert());
        }
        List<RuleState> rules = new ArrayList<>();
        byRule.forEach((key, alerts) -> rules.add(new RuleState((String) key.get(0), (Labels) key.get(1), alerts)));
        return new GroupState(file, name, resume().map(Resume::at).orElse(null), rules);
    }

    /** Whether the mark is so old that it should be written though nothing changed. */
    boolean isMarkDue(Instant at) {
        return mark == null || Duration.between(mark, at).compareTo(MARK_EVERY) >= 0;
    }

    /**
     * Works out what has to be kept after an evaluation.
     *
     * @param present the alerts the group has now
     * @param missed whether alerts that are resolved now are so because missed instants were made up for
     */
    Update update(Collection<AlertRecord> present, Instant at, boolean missed) {
        Map<StateKey, Optional<JsonNode>> writes = new LinkedHashMap<>();
        Map<AlertRecord.Identity, Optional<AlertRecord>> changes = new LinkedHashMap<>();
        List<AlertRecord> abandoned = new ArrayList<>();
        Map<AlertRecord.Identity, AlertRecord> now = new HashMap<>();
        present.forEach(record -> now.put(record.identity(), record));
        now.forEach((key, record) -> {
            AlertRecord before = records.get(key);
            if (isWorthKeeping(record) && (before == null || !before.standsAs(record))) {
                AlertRecord kept = missed && record.isResolved() ? record.asMissed() : record;
                changes.put(key, Optional.of(kept));
            }
        });
        records.forEach((key, record) -> {
            AlertRecord successor = now.get(key);
            if (record.isFiring() && successor == null) {
                AlertRecord resolved = record.resolvedAt(at);
                abandoned.add(resolved);
                changes.put(key, Optional.of(resolved));
            } else if (isOver(record, successor, at)) {
                changes.put(key, Optional.empty());
            }
        });
        // What is taken away is there: only what is kept is.
        changes.forEach((identity, record) -> writes.put(
                record.orElseGet(() -> Objects.requireNonNull(records.get(identity)))
                        .key(),
                record.map(AlertRecord::toJson)));
        writes.put(
                new StateKey(MARK, id),
                Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("file", file)
                        .put("group", name)
                        .put("atMillis", at.toEpochMilli())));
        return new Update(at, writes, changes, abandoned);
    }

    private static boolean isWorthKeeping(AlertRecord record) {
        return record.alert().state() != AlertState.INACTIVE || record.isResolved();
    }

    /** A pending alert whose condition is no more, or one that was resolved long ago. */
    private static boolean isOver(AlertRecord record, @Nullable AlertRecord successor, Instant at) {
        if (record.isResolved()) {
            return (successor == null || successor.isResolved()) && record.isOldAt(at);
        }
        return !record.isFiring() && (successor == null || !isWorthKeeping(successor));
    }

    /**
     * What has to be kept.
     *
     * @param abandoned alerts that fired and whose rule is gone
     */
    record Update(
            Instant at,
            Map<StateKey, Optional<JsonNode>> writes,
            Map<AlertRecord.Identity, Optional<AlertRecord>> changes,
            List<AlertRecord> abandoned) {}

    /** Keeps an update; returns once Kafka has it. */
    void keep(Update update) throws StateException {
        store.put(update.writes);
        update.changes.forEach(
                (key, record) -> record.ifPresentOrElse(value -> records.put(key, value), () -> records.remove(key)));
        mark = update.at;
    }

    /** The group is gone: its firing alerts are resolved, the rest is forgotten. Returns once Kafka has it. */
    List<AlertRecord> end(Instant at) throws StateException {
        Update update = update(List.of(), at, false);
        Map<StateKey, Optional<JsonNode>> writes = new LinkedHashMap<>(update.writes);
        writes.put(new StateKey(MARK, id), Optional.empty());
        store.put(writes);
        return update.abandoned;
    }
}
