package io.vedette.collector.notify.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.collector.notify.Message;
import io.vedette.collector.route.RoutedAlert;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a webhook: version 4 of Alertmanager's format, field by field. */
final class WebhookPayload {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As Go prints a time: no more digits after the second than are needed. */
    private static final DateTimeFormatter GO_TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);
    /** Go's time that is not set. */
    private static final String NO_TIME = "0001-01-01T00:00:00Z";

    private WebhookPayload() {}

    /** @param maxAlerts how many alerts are told of at most; 0 for all */
    static byte[] encode(Message message, int maxAlerts) {
        List<RoutedAlert> all = message.alerts();
        List<RoutedAlert> told = maxAlerts > 0 && all.size() > maxAlerts ? all.subList(0, maxAlerts) : all;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("receiver", message.receiver());
        json.put("status", message.isFiring() ? "firing" : "resolved");
        ArrayNode alerts = json.putArray("alerts");
        told.forEach(alert -> alerts.add(encode(alert)));
        json.set("groupLabels", encode(message.groupLabels().toMap()));
        json.set("commonLabels", encode(message.commonLabels()));
        json.set("commonAnnotations", encode(message.commonAnnotations()));
        json.put("externalURL", message.externalUrl());
        json.put("version", "4");
        json.put("groupKey", message.groupKey());
        json.put("truncatedAlerts", all.size() - told.size());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot happen: a JSON tree that has no text", e);
        }
    }

    private static ObjectNode encode(RoutedAlert alert) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", alert.isResolved() ? "resolved" : "firing");
        json.set("labels", encode(alert.labels().toMap()));
        json.set("annotations", encode(alert.annotations()));
        json.put("startsAt", time(alert.startsAt()));
        json.put("endsAt", time(alert.endsAt()));
        json.put("generatorURL", alert.generatorUrl());
        json.put("fingerprint", alert.fingerprint());
        return json;
    }

    private static ObjectNode encode(Map<String, String> map) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        map.forEach(json::put);
        return json;
    }

    static String time(@Nullable Instant instant) {
        return instant == null ? NO_TIME : GO_TIME.format(instant);
    }
}
