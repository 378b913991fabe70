package io.vedette.agent.probe.ipmi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A sensor as {@code ipmitool -c -v sdr} lists it.
 *
 * @param id tells sensors of one name apart: the sensor's number, or the entity it belongs to
 * @param name what the BMC calls it
 * @param type what it measures, such as {@code Temperature}; empty for one that has states instead of a value
 * @param unit of the value, such as {@code degrees C}
 * @param value what it reads; empty if it has no value or gives none now
 * @param health how the BMC judges that
 */
record Sensor(String id, String name, String type, String unit, OptionalDouble value, Health health) {
    /** What ipmi_exporter shows as 0, 1, 2 and NaN. */
    enum Health {
        NOMINAL(0),
        WARNING(1),
        CRITICAL(2),
        UNKNOWN(Double.NaN);

        private final double sample;

        Health(double sample) {
            this.sample = sample;
        }

        double sample() {
            return sample;
        }
    }

    /** States of sensors without a value that mean harm; whatever else they say is how it should be. */
    private static final List<String> CRITICAL_STATES = List.of(
            "failure detected",
            "drive fault",
            "ac lost",
            "redundancy lost",
            "insufficient resources",
            "uncorrectable",
            "thermal trip",
            "ierr",
            "non-recoverable",
            "transition to critical",
            "array failed");

    private static final List<String> WARNING_STATES =
            List.of("predictive failure", "redundancy degraded", "non-critical", "in critical array", "limit reached");

    private static final int SHORTEST_LINE = 4;

    /**
     * Reads the sensors; lines of another form, such as ipmitool's remarks, are passed over. With or without
     * {@code -v}, which adds columns.
     */
    static List<Sensor> parse(String csv) {
        List<Sensor> sensors = new ArrayList<>();
        Map<String, Integer> uses = new HashMap<>();
        csv.lines().forEach(line -> {
            String[] columns = line.split(",", -1);
            if (columns.length >= SHORTEST_LINE && !columns[0].isBlank()) {
                Sensor sensor = isNumber(columns[1]) ? discrete(columns) : analog(columns);
                int use = uses.merge(sensor.name() + "\n" + sensor.id(), 1, Integer::sum);
                sensors.add(use == 1 ? sensor : sensor.withId(sensor.id() + "#" + use));
            }
        });
        return sensors;
    }

    private Sensor withId(String other) {
        return new Sensor(other, name, type, unit, value, health);
    }

    /** {@code E6h}. */
    private static boolean isNumber(String column) {
        return column.length() >= 2
                && column.length() <= 3
                && column.endsWith("h")
                && column.chars().limit(column.length() - 1L).allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** Name, number, status, entity, states. */
    private static Sensor discrete(String[] columns) {
        String states = String.join(",", List.of(columns).subList(SHORTEST_LINE, columns.length));
        Health health = columns[2].equals("ok") ? healthOfStates(states) : Health.UNKNOWN;
        return new Sensor(columns[1], columns[0].strip(), "", "", OptionalDouble.empty(), health);
    }

    private static Health healthOfStates(String states) {
        String lower = states.toLowerCase(Locale.ROOT);
        if (CRITICAL_STATES.stream().anyMatch(lower::contains)) {
            return Health.CRITICAL;
        }
        return WARNING_STATES.stream().anyMatch(lower::contains) ? Health.WARNING : Health.NOMINAL;
    }

    /** Name, value, unit, status and, with {@code -v}, entity, entity's name, type, thresholds. */
    private static Sensor analog(String[] columns) {
        String entity = columns.length > 4 ? columns[4] : "";
        String type = columns.length > 6 ? columns[6] : "";
        String unit = columns[2].startsWith("% ") ? columns[2].substring(2) : columns[2];
        return new Sensor(entity, columns[0].strip(), type, unit, number(columns[1]), healthOf(columns[3]));
    }

    private static OptionalDouble number(String text) {
        try {
            return text.isBlank() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The status is spelt out with {@code -v}, and in letters without: u for upper, l for lower, nc, cr, nr. */
    private static Health healthOf(String status) {
        String lower = status.toLowerCase(Locale.ROOT);
        if (lower.equals("ok")) {
            return Health.NOMINAL;
        }
        if (lower.endsWith("nc") || lower.endsWith("non-critical")) {
            return Health.WARNING;
        }
        boolean critical = lower.endsWith("cr")
                || lower.endsWith("nr")
                || lower.endsWith("critical")
                || lower.endsWith("non-recoverable");
        return critical ? Health.CRITICAL : Health.UNKNOWN;
    }
}
