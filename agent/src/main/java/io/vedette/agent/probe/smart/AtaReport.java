package io.vedette.agent.probe.smart;

import static io.vedette.agent.probe.smart.SmartReport.gauge;
import static io.vedette.agent.probe.smart.SmartReport.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.agent.probe.Family;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What ATA and SATA disks report besides: the table of attributes, statistics, error and self-test logs. */
final class AtaReport {
    private static final Family ATTRIBUTE = gauge(
            "attribute",
            "Device attributes",
            "attribute_name",
            "attribute_flags_short",
            "attribute_flags_long",
            "attribute_value_type",
            "attribute_id");
    private static final Family STATISTICS = gauge(
            "statistics",
            "Device statistics",
            "statistic_table",
            "statistic_name",
            "statistic_flags_short",
            "statistic_flags_long");
    private static final Family STATE =
            gauge("state", "Device state (0=active, 1=standby, 2=sleep, 3=dst, 4=offline, 5=sct)");
    private static final Family ERROR_LOG = gauge("error_log_count", "Device SMART error log count", "error_log_type");
    private static final Family SELF_TESTS =
            gauge("self_test_log_count", "Device SMART self test log count", "self_test_log_type");
    private static final Family SELF_TEST_ERRORS =
            gauge("self_test_log_error_count", "Device SMART self test log error count", "self_test_log_type");
    private static final Family ERROR_RECOVERY =
            gauge("erc_seconds", "Device SMART Error Recovery Control Seconds", "op_type");
    private static final List<String> ATTRIBUTE_FLAGS =
            List.of("prefailure", "updated_online", "performance", "error_rate", "event_count", "auto_keep");
    private static final List<String> STATISTIC_FLAGS =
            List.of("valid", "normalized", "supports_dsn", "monitored_condition_met");
    private static final double DECISECONDS = 10;

    private AtaReport() {}

    static void parse(JsonNode report, Reading out) {
        for (JsonNode attribute : report.path("ata_smart_attributes").path("table")) {
            attribute(attribute, out);
        }
        for (JsonNode page : report.path("ata_device_statistics").path("pages")) {
            for (JsonNode statistic : page.path("table")) {
                number(
                        statistic.path("value"),
                        STATISTICS,
                        out,
                        page.path("name").asText(),
                        statistic.path("name").asText().strip(),
                        statistic.path("flags").path("string").asText().strip(),
                        flags(statistic.path("flags"), STATISTIC_FLAGS));
            }
        }
        number(report.path("ata_sct_status").path("device_state").path("value"), STATE, out);
        logs(report, out);
    }

    private static void attribute(JsonNode attribute, Reading out) {
        String name = attribute.path("name").asText().strip();
        String shortFlags = attribute.path("flags").path("string").asText().strip();
        String longFlags = flags(attribute.path("flags"), ATTRIBUTE_FLAGS);
        String id = attribute.path("id").asText();
        number(attribute.path("value"), ATTRIBUTE, out, name, shortFlags, longFlags, "value", id);
        number(attribute.path("worst"), ATTRIBUTE, out, name, shortFlags, longFlags, "worst", id);
        number(attribute.path("thresh"), ATTRIBUTE, out, name, shortFlags, longFlags, "thresh", id);
        number(attribute.path("raw").path("value"), ATTRIBUTE, out, name, shortFlags, longFlags, "raw", id);
    }

    private static String flags(JsonNode flags, List<String> names) {
        StringJoiner set = new StringJoiner(",");
        for (String name : names) {
            if (flags.path(name).asBoolean()) {
                set.add(name);
            }
        }
        return set.toString();
    }

    private static void logs(JsonNode report, Reading out) {
        eachOf(report.path("ata_smart_error_log"), (type, log) -> number(log.path("count"), ERROR_LOG, out, type));
        eachOf(report.path("ata_smart_self_test_log"), (type, log) -> {
            number(log.path("count"), SELF_TESTS, out, type);
            number(log.path("error_count_total"), SELF_TEST_ERRORS, out, type);
        });
        eachOf(report.path("ata_sct_erc"), (operation, entry) -> {
            JsonNode deciseconds = entry.path("deciseconds");
            if (deciseconds.isNumber()) {
                out.add(ERROR_RECOVERY, deciseconds.asDouble() / DECISECONDS, operation);
            }
        });
        for (JsonNode event : report.path("sata_phy_event_counters").path("table")) {
            String name = event.path("name").asText().strip();
            number(event.path("value"), STATISTICS, out, "SATA PHY Event Counters", name, "V---", "valid");
        }
    }

    /** A named part of a report. */
    private interface Part {
        void read(String name, JsonNode part);
    }

    private static void eachOf(JsonNode parent, Part part) {
        Iterator<Map.Entry<String, JsonNode>> fields = parent.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            part.read(field.getKey(), field.getValue());
        }
    }
}
