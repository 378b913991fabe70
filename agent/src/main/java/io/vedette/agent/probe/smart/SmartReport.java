package io.vedette.agent.probe.smart;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.agent.probe.Family;
import java.util.Iterator;
import java.util.Map;

/**
 * Turns what {@code smartctl --json -x} says of one disk into samples: what all kinds of disk have in common, and then
 * what its kind has. What the disk does not report gives no sample.
 */
final class SmartReport {
    private static final Family INFO = Family.gauge(
            "smartctl_device",
            "Device info",
            "device",
            "interface",
            "protocol",
            "model_family",
            "model_name",
            "serial_number",
            "ata_additional_product_id",
            "firmware_version",
            "ata_version",
            "sata_version",
            "form_factor");
    private static final Family EXIT_STATUS = gauge("smartctl_exit_status", "Exit status of smartctl on device");
    private static final Family SMART_STATUS = gauge("smart_status", "General smart status");
    private static final Family CAPACITY_BLOCKS = gauge("capacity_blocks", "Device capacity in blocks");
    private static final Family CAPACITY_BYTES = gauge("capacity_bytes", "Device capacity in bytes");
    private static final Family BLOCK_SIZE = gauge("block_size", "Device block size", "blocks_type");
    private static final Family INTERFACE_SPEED =
            gauge("interface_speed", "Device interface speed, bits per second", "speed_type");
    private static final Family ROTATION_RATE = gauge("rotation_rate", "Device rotation rate");
    private static final Family TEMPERATURE = gauge("temperature", "Device temperature celsius", "temperature_type");
    private static final Family POWER_ON = counter("power_on_seconds", "Device power on seconds");
    private static final Family POWER_CYCLES = counter("power_cycle_count", "Device power cycle count");

    private static final double SECONDS_PER_HOUR = 3600;
    private static final double SECONDS_PER_MINUTE = 60;

    private SmartReport() {}

    static Family gauge(String name, String help, String... labels) {
        return Family.gauge("smartctl_device_" + name, help, withDevice(labels));
    }

    static Family counter(String name, String help, String... labels) {
        return Family.counter("smartctl_device_" + name, help, withDevice(labels));
    }

    static String[] withDevice(String... labels) {
        String[] all = new String[labels.length + 1];
        all[0] = "device";
        System.arraycopy(labels, 0, all, 1, labels.length);
        return all;
    }

    /**
     * Whether the disk sleeps and was left asleep: smartctl then says so instead of reading it, with an exit status
     * that it shares with failures.
     */
    static boolean isAsleep(JsonNode report) {
        if (report.has("smart_status")) {
            return false;
        }
        for (JsonNode message : report.path("smartctl").path("messages")) {
            String text = message.path("string").asText();
            if (text.startsWith("Device is in ") && text.contains(" mode")) {
                return true;
            }
        }
        return false;
    }

    /** smartctl's first message of an error; empty if there is none. */
    static String error(JsonNode report) {
        for (JsonNode message : report.path("smartctl").path("messages")) {
            if (message.path("severity").asText().equals("error")) {
                return message.path("string").asText();
            }
        }
        return "";
    }

    /** Reads the report of the disk that the reading is for. */
    static void parse(JsonNode report, Reading out) {
        number(report.path("smartctl").path("exit_status"), EXIT_STATUS, out);
        if (report.has("device") && !modelName(report).isEmpty()) {
            info(report, out);
        }
        JsonNode passed = report.path("smart_status").path("passed");
        if (passed.isBoolean()) {
            out.add(SMART_STATUS, passed.asBoolean() ? 1 : 0);
        }
        size(report, out);
        wear(report, out);
        AtaReport.parse(report, out);
        NvmeReport.parse(report, out);
        ScsiReport.parse(report, out);
    }

    private static void info(JsonNode report, Reading out) {
        JsonNode device = report.path("device");
        out.add(
                INFO,
                1,
                device.path("type").asText(),
                device.path("protocol").asText(),
                report.path("model_family").asText(),
                modelName(report),
                report.path("serial_number").asText(),
                report.path("ata_additional_product_id").asText(),
                firstText(report, "firmware_version", "scsi_revision", "revision"),
                report.path("ata_version").path("string").asText(),
                report.path("sata_version").path("string").asText(),
                report.path("form_factor").path("name").asText());
    }

    private static String modelName(JsonNode report) {
        return firstText(report, "model_name", "scsi_model_name");
    }

    private static String firstText(JsonNode report, String... keys) {
        for (String key : keys) {
            String text = report.path(key).asText();
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static void size(JsonNode report, Reading out) {
        number(report.path("user_capacity").path("blocks"), CAPACITY_BLOCKS, out);
        number(report.path("user_capacity").path("bytes"), CAPACITY_BYTES, out);
        number(report.path("logical_block_size"), BLOCK_SIZE, out, "logical");
        number(report.path("physical_block_size"), BLOCK_SIZE, out, "physical");
        for (String speed : new String[] {"current", "max"}) {
            JsonNode entry = report.path("interface_speed").path(speed);
            if (entry.path("units_per_second").isNumber()) {
                double units = entry.path("units_per_second").asDouble();
                out.add(INTERFACE_SPEED, units * entry.path("bits_per_unit").asDouble(), speed);
            }
        }
        // Zero stands for a disk without anything that rotates.
        if (report.path("rotation_rate").asInt() > 0) {
            number(report.path("rotation_rate"), ROTATION_RATE, out);
        }
    }

    private static void wear(JsonNode report, Reading out) {
        Iterator<Map.Entry<String, JsonNode>> temperatures =
                report.path("temperature").fields();
        while (temperatures.hasNext()) {
            Map.Entry<String, JsonNode> temperature = temperatures.next();
            number(temperature.getValue(), TEMPERATURE, out, temperature.getKey());
        }
        JsonNode powerOn = report.path("power_on_time");
        if (powerOn.path("hours").isNumber()) {
            out.add(
                    POWER_ON,
                    powerOn.path("hours").asDouble() * SECONDS_PER_HOUR
                            + powerOn.path("minutes").asDouble() * SECONDS_PER_MINUTE);
        }
        number(report.path("power_cycle_count"), POWER_CYCLES, out);
    }

    /** Adds a number if it is one. */
    static void number(JsonNode value, Family family, Reading out, String... labels) {
        if (value.isNumber()) {
            out.add(family, value.asDouble(), labels);
        }
    }
}
