package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.protocol.metrics.MetricType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one kind of file of a sensor chip becomes: {@code temp1_max} of every chip is a
 * {@code node_hwmon_temp_max_celsius}.
 *
 * @param family the metric
 * @param factor from the file's unit to the metric's
 */
record HwmonElement(Family family, double factor) {
    private static final Set<String> TYPES = Set.of(
            "vrm",
            "beep_enable",
            "update_interval",
            "in",
            "cpu",
            "fan",
            "pwm",
            "temp",
            "curr",
            "power",
            "energy",
            "humidity",
            "intrusion",
            "freq");
    private static final double MILLI = 0.001;
    private static final double MICRO = 1e-6;

    /**
     * A kind of file.
     *
     * @param type of the sensor, such as {@code temp}
     * @param element what of it, such as {@code max}; {@code _input} for the input of a sensor that also has a file
     *     without an element
     */
    record Key(String type, String element) {}

    /**
     * A file's name taken apart: type, number, and what follows an underline.
     *
     * @param sensor type and number
     * @param element what of it; may be empty
     */
    record FileName(String sensor, String element) {
        /** Empty if it is not the file of a sensor. */
        static Optional<FileName> parse(String name) {
            if (name.equals("beep_enable") || name.equals("update_interval")) {
                return Optional.of(new FileName(name + "0", ""));
            }
            int digits = 0;
            while (digits < name.length() && !isDigit(name.charAt(digits))) {
                digits++;
            }
            int rest = digits;
            while (rest < name.length() && isDigit(name.charAt(rest))) {
                rest++;
            }
            String type = name.substring(0, digits);
            boolean named = rest == name.length() || name.charAt(rest) == '_' && rest + 1 < name.length();
            if (!named || !TYPES.contains(type)) {
                return Optional.empty();
            }
            String number = rest == digits ? "0" : name.substring(digits, rest);
            return Optional.of(new FileName(type + number, rest == name.length() ? "" : name.substring(rest + 1)));
        }

        /** The type in a sensor's name. */
        static String typeOf(String sensor) {
            int end = sensor.length();
            while (end > 0 && isDigit(sensor.charAt(end - 1))) {
                end--;
            }
            return sensor.substring(0, end);
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }

    static HwmonElement of(Key key) {
        String element = key.element().equals("_input") ? "input" : key.element();
        String name = "node_hwmon_" + key.type() + nameOfElement(key.element());
        switch (element) {
            case "fault", "alarm" -> {
                return gauge(name, "Hardware sensor " + element + " status (" + key.type() + ")", 1);
            }
            case "beep" -> {
                return gauge(name + "_enabled", "Hardware monitor sensor has beeping enabled", 1);
            }
            default -> {
                return withUnit(key.type(), element, name);
            }
        }
    }

    private static String nameOfElement(String element) {
        return element.isEmpty() || element.equals("input") ? "" : "_" + HwmonProbe.clean(element);
    }

    private static HwmonElement withUnit(String type, String element, String name) {
        String what = " (" + (element.isEmpty() ? "input" : element) + ")";
        return switch (type) {
            case "beep_enable" -> gauge("node_hwmon_beep_enabled", "Hardware beep enabled", 1);
            case "vrm" -> gauge("node_hwmon_voltage_regulator_version", "Hardware voltage regulator", 1);
            case "update_interval" ->
                gauge("node_hwmon_update_interval_seconds", "Hardware monitor update interval", MILLI);
            case "in", "cpu" -> gauge(name + "_volts", "Hardware monitor for voltage" + what, MILLI);
            case "curr" -> gauge(name + "_amps", "Hardware monitor for current" + what, MILLI);
            case "energy" ->
                new HwmonElement(
                        Family.counter(
                                name + "_joule_total",
                                "Hardware monitor for joules used so far" + what,
                                "chip",
                                "sensor"),
                        MICRO);
            case "humidity" ->
                gauge(
                        name,
                        "Hardware monitor for humidity, as a ratio (multiply with 100.0 to get the humidity as a"
                                + " percentage)" + what,
                        MICRO);
            case "power" -> power(element, name, what);
            case "temp" ->
                element.equals("type")
                        ? plain(type, element, name)
                        : gauge(name + "_celsius", "Hardware monitor for temperature" + what, MILLI);
            case "fan" ->
                Set.of("input", "min", "max", "target").contains(element)
                        ? gauge(name + "_rpm", "Hardware monitor for fan revolutions per minute" + what, 1)
                        : plain(type, element, name);
            default -> plain(type, element, name);
        };
    }

    private static HwmonElement power(String element, String name, String what) {
        return switch (element) {
            case "accuracy" -> gauge(name, "Hardware monitor power meter accuracy, as a ratio", MICRO);
            case "average_interval", "average_interval_min", "average_interval_max" ->
                gauge(name + "_seconds", "Hardware monitor power usage update interval" + what, MILLI);
            default -> gauge(name + "_watt", "Hardware monitor for power usage in watts" + what, MICRO);
        };
    }

    private static HwmonElement plain(String type, String element, String name) {
        return gauge(name, "Hardware monitor " + type + " element " + element, 1);
    }

    private static HwmonElement gauge(String name, String help, double factor) {
        return new HwmonElement(new Family(name, name, MetricType.GAUGE, help, List.of("chip", "sensor")), factor);
    }
}
