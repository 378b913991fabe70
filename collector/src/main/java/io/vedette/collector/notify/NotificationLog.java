package io.vedette.collector.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.collector.state.StateException;
import io.vedette.collector.state.StateKey;
import io.vedette.collector.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was told to whom, in the state topic: first the intent, then the message goes out, then that it arrived.
 *
 * <p>A process that dies between the last two leaves an intent of which nobody knows whether it arrived. The next
 * process sends it again with the same idempotency key, by which the receiver can tell that it has it already. No order
 * of steps avoids this, as receiver and log are not changed at once; the other order would lose messages instead.
 *
 * <p>Safe for use by any thread, for different groups; of one group by one thread at a time.
 */
final class NotificationLog {
    private static final String KIND = "notification";
    /** As long as resolved alerts are remembered, and some more. */
    private static final Duration RESOLVED_KEPT = Duration.ofHours(36);
    /** As Alertmanager does. */
    private static final Duration KEPT = Duration.ofDays(5);

    private final StateStore store;

    NotificationLog(StateStore store) {
        this.store = store;
    }

    /**
     * What is known of a group and a receiver.
     *
     * @param told what arrived last
     * @param intent what was sent after that, or was about to be
     */
    record Entry(Told told, Told intent) {
        /** Nothing is known. */
        static final Entry NONE = new Entry(Told.NOTHING, Told.NOTHING);

        /** Whether the receiver heard, or may have heard, that an alert fires. */
        boolean mayHaveHeardOf(String fingerprint) {
            return told.firing().contains(fingerprint) || intent.firing().contains(fingerprint);
        }

        /** Whether the receiver knows that an alert is over. */
        boolean knowsTheEndOf(RoutedAlert alert) {
            Instant end = told.resolved().get(alert.fingerprint());
            Instant actual = alert.endsAt();
            return end != null && actual != null && end.equals(actual.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    Entry entry(String integration, String groupKey) {
        return store.get(key(integration, groupKey)).map(NotificationLog::parse).orElse(Entry.NONE);
    }

    private static Entry parse(JsonNode json) {
        return new Entry(Told.parse(json.path("told")), Told.parse(json.path("intent")));
    }

    /**
     * Records that a message is about to go out.
     *
     * @return the intent; that of an earlier process, with its idempotency key, if it says the same
     */
    Told intend(String integration, String groupKey, Set<String> firing, Map<String, Instant> resolved, Instant at)
            throws StateException {
        // Kept in milliseconds: what is read back must equal what was written.
        Instant instant = at.truncatedTo(ChronoUnit.MILLIS);
        Map<String, Instant> ends = new HashMap<>();
        resolved.forEach((fingerprint, end) -> ends.put(fingerprint, end.truncatedTo(ChronoUnit.MILLIS)));
        Entry entry = entry(integration, groupKey);
        if (entry.intent.saysTheSame(firing, ends)) {
            return entry.intent;
        }
        String key = IdempotencyKey.of(integration, groupKey, instant, firing, ends);
        Told intent = new Told(instant, key, firing, ends);
        put(integration, groupKey, new Entry(entry.told, intent));
        return intent;
    }

    /** Records that what was intended has arrived. */
    void done(String integration, String groupKey, Told intent) throws StateException {
        Map<String, Instant> resolved =
                new HashMap<>(entry(integration, groupKey).told.resolved());
        resolved.values().removeIf(end -> end.plus(RESOLVED_KEPT).isBefore(intent.at()));
        resolved.putAll(intent.resolved());
        Told told = new Told(intent.at(), intent.idempotencyKey(), intent.firing(), resolved);
        put(integration, groupKey, new Entry(told, Told.NOTHING));
    }

    private void put(String integration, String groupKey, Entry entry) throws StateException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("integration", integration);
        json.put("groupKey", groupKey);
        if (!entry.told.isNothing()) {
            json.set("told", entry.told.toJson());
        }
        if (!entry.intent.isNothing()) {
            json.set("intent", entry.intent.toJson());
        }
        store.put(key(integration, groupKey), json);
    }

    /**
     * Forgets what is so old that nobody needs it.
     *
     * @param present groups that have alerts now
     */
    void forgetOld(Instant now, Set<String> present) throws StateException {
        Map<StateKey, Optional<JsonNode>> writes = new LinkedHashMap<>();
        store.ofKind(KIND).forEach((id, json) -> {
            Entry entry = parse(json);
            Instant newest = entry.intent.at().isAfter(entry.told.at()) ? entry.intent.at() : entry.told.at();
            if (newest.plus(KEPT).isBefore(now)
                    && !present.contains(json.path("groupKey").asText())) {
                writes.put(new StateKey(KIND, id), Optional.empty());
            }
        });
        if (!writes.isEmpty()) {
            store.put(writes);
        }
    }

    private static StateKey key(String integration, String groupKey) {
        return new StateKey(KIND, integration + "/" + IdempotencyKey.hash(groupKey));
    }
}
