package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.rules.group.GroupSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rule groups, rules and alerts as Prometheus's API writes them. */
final class RuleJson {
    /** What Go prints for a time that was never set. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private RuleJson() {}

    static void writeGroup(JsonGenerator json, GroupSnapshot group, boolean withAlerts) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", group.name());
        json.writeStringField("file", group.file());
        json.writeArrayFieldStart("rules");
        for (GroupSnapshot.RuleSnapshot rule : group.rules()) {
            json.writeStartObject();
            if (rule instanceof GroupSnapshot.Alerting alerting) {
                writeAlerting(json, alerting, withAlerts);
            } else if (rule instanceof GroupSnapshot.Recording recording) {
                writeRecording(json, recording);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        writeSeconds(json, "interval", group.interval());
        json.writeNumberField("limit", group.limit());
        writeSeconds(json, "evaluationTime", group.evaluationTime());
        writeTime(json, "lastEvaluation", group.lastEvaluation());
        json.writeEndObject();
    }

    private static void writeAlerting(JsonGenerator json, GroupSnapshot.Alerting rule, boolean withAlerts)
            throws IOException {
        json.writeStringField("state", word(rule.state()));
        json.writeStringField("name", rule.name());
        json.writeStringField("query", rule.query());
        writeSeconds(json, "duration", rule.holdFor());
        writeSeconds(json, "keepFiringFor", rule.keepFiringFor());
        json.writeFieldName("labels");
        ApiAnswer.writeLabels(json, rule.labels());
        writeTexts(json, "annotations", rule.annotations());
        if (withAlerts) {
            json.writeArrayFieldStart("alerts");
            for (GroupSnapshot.ActiveAlert alert : rule.alerts()) {
                writeAlert(json, alert);
            }
            json.writeEndArray();
        }
        writeOutcome(json, rule);
        json.writeStringField("type", "alerting");
    }

    private static void writeRecording(JsonGenerator json, GroupSnapshot.Recording rule) throws IOException {
        json.writeStringField("name", rule.name());
        json.writeStringField("query", rule.query());
        if (!rule.labels().isEmpty()) {
            json.writeFieldName("labels");
            ApiAnswer.writeLabels(json, rule.labels());
        }
        writeOutcome(json, rule);
        json.writeStringField("type", "recording");
    }

    private static void writeOutcome(JsonGenerator json, GroupSnapshot.RuleSnapshot rule) throws IOException {
        json.writeStringField("health", word(rule.health()));
        if (!rule.lastError().isEmpty()) {
            json.writeStringField("lastError", rule.lastError());
        }
        writeSeconds(json, "evaluationTime", rule.evaluationTime());
        writeTime(json, "lastEvaluation", rule.lastEvaluation());
    }

    static void writeAlert(JsonGenerator json, GroupSnapshot.ActiveAlert alert) throws IOException {
        json.writeStartObject();
        json.writeFieldName("labels");
        ApiAnswer.writeLabels(json, alert.labels());
        writeTexts(json, "annotations", alert.annotations());
        json.writeStringField("state", word(alert.state()));
        writeTime(json, "activeAt", alert.activeAt());
        if (alert.keepFiringSince() != null) {
            writeTime(json, "keepFiringSince", alert.keepFiringSince());
        }
        json.writeStringField("value", SampleText.valueWithExponent(alert.value()));
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private static void writeSeconds(JsonGenerator json, String name, Duration duration) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(SampleText.value(duration.toNanos() / 1e9));
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        json.writeStringField(name, time == null ? NEVER : time.toString());
    }

    private static String word(GroupSnapshot.AlertState state) {
        return switch (state) {
            case INACTIVE -> "inactive";
            case PENDING -> "pending";
            case FIRING -> "firing";
        };
    }

    private static String word(GroupSnapshot.Health health) {
        return switch (health) {
            case UNKNOWN -> "unknown";
            case OK -> "ok";
            case ERROR -> "err";
        };
    }
}
