package io.vedette.collector.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.collector.state.StateKey;
import io.vedette.rules.group.Alert;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.labels.Labels;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is kept in the state topic.
 *
 * @param group the group's id, see {@link #groupId}
 * @param rule the rule's name
 * @param ruleLabels the rule's labels as the file has them, which with the name tell it from others
 * @param query the rule's expression
 * @param at the instant whose evaluation left it like this
 * @param missed it was resolved when what had been missed was made up for
 */
record AlertRecord(
        String group, String rule, Labels ruleLabels, String query, Alert alert, Instant at, boolean missed) {
    /** The kind of these records. */
    static final String KIND = "alert";

    /** Resolved alerts are kept this long, so that a restart or a dead receiver does not keep people from hearing. */
    private static final Duration RESOLVED_KEPT = Duration.ofHours(24);

    private static final int ID_BYTES = 8;

    /** The id of a group: made of the names of file and group, so that it is the same after a restart. */
    static String groupId(String file, String group) {
        return hash(file + '\n' + group);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot happen: every JVM has SHA-256", e);
        }
    }

    /** What tells an alert from the others of its group; cheaper than where it is kept. */
    record Identity(String rule, Labels ruleLabels, Labels labels) {}

    Identity identity() {
        return new Identity(rule, ruleLabels, alert.labels());
    }

    /** Where it is kept. */
    StateKey key() {
        return new StateKey(KIND, group + "-" + hash(rule + '\n' + ruleLabels + '\n' + alert.labels()));
    }

    /** Whether another record says the same, but for what changes at every evaluation. */
    boolean standsAs(AlertRecord other) {
        return alert.state() == other.alert.state()
                && alert.activeAt().equals(other.alert.activeAt())
                && Objects.equals(alert.firedAt(), other.alert.firedAt())
                && Objects.equals(alert.resolvedAt(), other.alert.resolvedAt())
                && Objects.equals(alert.keepFiringSince(), other.alert.keepFiringSince());
    }

    /** The same alert, resolved: its rule is gone. */
    AlertRecord resolvedAt(Instant instant) {
        Instant firedAt = alert.firedAt();
        Instant end = firedAt != null && instant.isBefore(firedAt) ? firedAt : instant;
        Alert resolved = new Alert(
                alert.labels(),
                alert.annotations(),
                AlertState.INACTIVE,
                alert.value(),
                alert.activeAt(),
                firedAt,
                end,
                null,
                alert.lastSentAt());
        return new AlertRecord(group, rule, ruleLabels, query, resolved, instant, missed);
    }

    /** The same, found resolved when missed instants were made up for. */
    AlertRecord asMissed() {
        return new AlertRecord(group, rule, ruleLabels, query, alert, at, true);
    }

    boolean isFiring() {
        return alert.state() == AlertState.FIRING;
    }

    boolean isResolved() {
        return alert.state() == AlertState.INACTIVE && alert.resolvedAt() != null && alert.firedAt() != null;
    }

    /** Whether it was resolved so long ago that nobody waits to hear of it any more. */
    boolean isOldAt(Instant instant) {
        Instant end = alert.resolvedAt();
        return isResolved() && end != null && end.plus(RESOLVED_KEPT).isBefore(instant);
    }

    /**
     * The alert as people are told of it; empty if it never fired.
     *
     * @param externalUrl under which people reach this collector
     */
    static Optional<RoutedAlert> routed(Alert alert, String query, String externalUrl, boolean missed) {
        Instant startsAt = alert.firedAt();
        if (startsAt == null) {
            return Optional.empty();
        }
        Instant endsAt = alert.resolvedAt();
        return Optional.of(new RoutedAlert(
                alert.labels(),
                alert.annotations(),
                startsAt,
                alert.activeAt(),
                endsAt != null && endsAt.isBefore(startsAt) ? startsAt : endsAt,
                alert.value(),
                externalUrl + "/graph?g0.expr=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&g0.tab=1",
                missed));
    }

    /** The alert as people are told of it; empty if it never fired. */
    Optional<RoutedAlert> routed(String externalUrl) {
        return routed(alert, query, externalUrl, missed);
    }

    JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("group", group);
        json.put("rule", rule);
        json.set("ruleLabels", toJson(ruleLabels.toMap()));
        json.put("query", query);
        json.put("at", at.toString());
        json.put("state", alert.state().name().toLowerCase(Locale.ROOT));
        json.set("labels", toJson(alert.labels().toMap()));
        json.set("annotations", toJson(alert.annotations()));
        json.put("value", Double.toString(alert.value()));
        put(json, "activeAt", alert.activeAt());
        put(json, "firedAt", alert.firedAt());
        put(json, "resolvedAt", alert.resolvedAt());
        put(json, "keepFiringSince", alert.keepFiringSince());
        put(json, "lastSentAt", alert.lastSentAt());
        if (missed) {
            json.put("missed", true);
        }
        return json;
    }

    private static void put(ObjectNode json, String field, @Nullable Instant instant) {
        if (instant != null) {
            json.put(field, instant.toString());
        }
    }

    private static ObjectNode toJson(Map<String, String> map) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        map.forEach(json::put);
        return json;
    }

    /** @throws IllegalArgumentException if it is no such record, with the field that is wrong */
    static AlertRecord parse(JsonNode json) {
        Alert alert = new Alert(
                labels(json, "labels"),
                map(json, "annotations"),
                state(text(json, "state")),
                number(text(json, "value")),
                required(json, "activeAt"),
                instant(json, "firedAt"),
                instant(json, "resolvedAt"),
                instant(json, "keepFiringSince"),
                instant(json, "lastSentAt"));
        return new AlertRecord(
                text(json, "group"),
                text(json, "rule"),
                labels(json, "ruleLabels"),
                text(json, "query"),
                alert,
                required(json, "at"),
                json.path("missed").asBoolean(false));
    }

    private static AlertState state(String name) {
        return AlertState.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("field " + field + " is missing");
        }
        return value.textValue();
    }

    private static Instant required(JsonNode json, String field) {
        Instant found = instant(json, field);
        if (found == null) {
            throw new IllegalArgumentException("field " + field + " is missing");
        }
        return found;
    }

    private static @Nullable Instant instant(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("field " + field + " is no time: " + value.asText(), e);
        }
    }

    private static Labels labels(JsonNode json, String field) {
        return Labels.of(map(json, field));
    }

    private static Map<String, String> map(JsonNode json, String field) {
        Map<String, String> map = new TreeMap<>();
        json.path(field)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
