package io.vedette.agent.probe.smart;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A disk as {@code smartctl --scan-open} lists it.
 *
 * @param name the device file
 * @param type how smartctl talks to it, as its option {@code -d} takes it
 * @param label value of the label {@code device}
 * @param openError why it could not be opened; empty if it could
 */
record SmartDevice(String name, String type, String label, String openError) {
    static SmartDevice of(JsonNode device) {
        String name = device.path("name").asText();
        String type = device.path("type").asText();
        // Behind a RAID controller many disks share one device file; "megaraid,3" tells them apart.
        int comma = type.indexOf(',');
        String label = comma < 0
                ? name
                : name + "_" + type.substring(type.lastIndexOf('+', comma) + 1).replace(',', '_');
        return new SmartDevice(
                name,
                type.isEmpty() ? "auto" : type,
                label,
                device.path("open_error").asText(""));
    }
}
