package io.vedette.collector.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a receiver was told of a group.
 *
 * @param at when
 * @param idempotencyKey of the message
 * @param firing fingerprints of the alerts that fired
 * @param resolved when the alerts that were over ended, by fingerprint
 */
record Told(Instant at, String idempotencyKey, Set<String> firing, Map<String, Instant> resolved) {
    /** Nothing, ever. */
    static final Told NOTHING = new Told(Instant.EPOCH, "", Set.of(), Map.of());

    Told {
        firing = Set.copyOf(firing);
        resolved = Map.copyOf(resolved);
    }

    boolean isNothing() {
        return at.equals(Instant.EPOCH);
    }

    boolean saysTheSame(Set<String> otherFiring, Map<String, Instant> otherResolved) {
        return !isNothing() && firing.equals(otherFiring) && resolved.equals(otherResolved);
    }

    JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("atMillis", at.toEpochMilli());
        json.put("key", idempotencyKey);
        ArrayNode list = json.putArray("firing");
        new TreeSet<>(firing).forEach(list::add);
        ObjectNode map = json.putObject("resolvedMillis");
        new TreeMap<>(resolved).forEach((fingerprint, end) -> map.put(fingerprint, end.toEpochMilli()));
        return json;
    }

    static Told parse(JsonNode json) {
        if (!json.isObject()) {
            return NOTHING;
        }
        Set<String> firing = new TreeSet<>();
        json.path("firing").forEach(each -> firing.add(each.asText()));
        Map<String, Instant> resolved = new TreeMap<>();
        json.path("resolvedMillis")
                .properties()
                .forEach(entry -> resolved.put(
                        entry.getKey(), Instant.ofEpochMilli(entry.getValue().asLong())));
        return new Told(
                Instant.ofEpochMilli(json.path("atMillis").asLong()),
                json.path("key").asText(),
                firing,
                resolved);
    }
}
