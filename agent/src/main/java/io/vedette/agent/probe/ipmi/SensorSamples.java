package io.vedette.agent.probe.ipmi;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Samples;

/** Which metric a sensor becomes: by its unit, as ipmi_exporter does. */
final class SensorSamples {
    private static final Kind TEMPERATURE = new Kind(
            Family.gauge("ipmi_temperature_celsius", "Temperature reading in degree Celsius.", "id", "name", "target"),
            state("temperature"),
            1);
    private static final Kind FAN_SPEED = new Kind(
            Family.gauge("ipmi_fan_speed_rpm", "Fan speed in rotations per minute.", "id", "name", "target"),
            state("fan_speed"),
            1);
    private static final Kind FAN_RATIO = new Kind(
            Family.gauge(
                    "ipmi_fan_speed_ratio", "Fan speed as a proportion of the maximum speed.", "id", "name", "target"),
            state("fan_speed"),
            0.01);
    private static final Kind VOLTAGE = new Kind(
            Family.gauge("ipmi_voltage_volts", "Voltage reading in Volts.", "id", "name", "target"),
            state("voltage"),
            1);
    private static final Kind CURRENT = new Kind(
            Family.gauge("ipmi_current_amperes", "Current reading in Amperes.", "id", "name", "target"),
            state("current"),
            1);
    private static final Kind POWER = new Kind(
            Family.gauge("ipmi_power_watts", "Power reading in Watts.", "id", "name", "target"), state("power"), 1);
    private static final Family OTHER_VALUE = Family.gauge(
            "ipmi_sensor_value",
            "Generic data read from an IPMI sensor of unknown type, relying on labels for context.",
            "id",
            "name",
            "target",
            "type");
    private static final Family OTHER_STATE = Family.gauge(
            "ipmi_sensor_state",
            "Indicates the severity of the state reported by an IPMI sensor (0=nominal, 1=warning, 2=critical).",
            "id",
            "name",
            "target",
            "type");

    private SensorSamples() {}

    /** A metric for values, one for how they are judged, and the factor from the sensor's unit. */
    private record Kind(Family value, Family state, double factor) {}

    private static Family state(String what) {
        return Family.gauge(
                "ipmi_" + what + "_state",
                "Reported state of a " + what.replace('_', ' ') + " sensor (0=nominal, 1=warning, 2=critical).",
                "id",
                "name",
                "target");
    }

    static void add(Sensor sensor, String target, Samples out) {
        switch (sensor.unit()) {
            case "degrees C" -> add(sensor, TEMPERATURE, target, out);
            case "RPM" -> add(sensor, FAN_SPEED, target, out);
            case "Volts" -> add(sensor, VOLTAGE, target, out);
            case "Amps" -> add(sensor, CURRENT, target, out);
            case "Watts" -> add(sensor, POWER, target, out);
            case "percent" -> {
                if (sensor.type().equals("Fan")) {
                    add(sensor, FAN_RATIO, target, out);
                } else {
                    addOther(sensor, target, out);
                }
            }
            // A sensor that gives nothing now shows no unit either.
            case "" -> {
                switch (sensor.type()) {
                    case "Temperature" -> add(sensor, TEMPERATURE, target, out);
                    case "Fan" -> add(sensor, FAN_SPEED, target, out);
                    case "Voltage" -> add(sensor, VOLTAGE, target, out);
                    case "Current" -> add(sensor, CURRENT, target, out);
                    default -> addOther(sensor, target, out);
                }
            }
            default -> addOther(sensor, target, out);
        }
    }

    private static void add(Sensor sensor, Kind kind, String target, Samples out) {
        if (sensor.value().isPresent()) {
            out.add(kind.value(), sensor.value().getAsDouble() * kind.factor(), sensor.id(), sensor.name(), target);
        }
        out.add(kind.state(), sensor.health().sample(), sensor.id(), sensor.name(), target);
    }

    private static void addOther(Sensor sensor, String target, Samples out) {
        if (sensor.value().isPresent()) {
            out.add(OTHER_VALUE, sensor.value().getAsDouble(), sensor.id(), sensor.name(), target, sensor.type());
        }
        // Empty drive bays are no news.
        if (sensor.health() != Sensor.Health.UNKNOWN) {
            out.add(OTHER_STATE, sensor.health().sample(), sensor.id(), sensor.name(), target, sensor.type());
        }
    }
}
