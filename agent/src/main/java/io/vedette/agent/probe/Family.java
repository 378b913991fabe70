package io.vedette.agent.probe;

import io.vedette.protocol.metrics.MetricType;
import java.util.List;

/**
 * A metric family, declared once by the probe that fills it, usually as a constant.
 *
 * @param name the family's name, as in HELP and TYPE
 * @param metric the name its samples carry: the family's, but for the parts of a histogram
 * @param type what it is
 * @param help one sentence for people
 * @param labelNames names of the labels whose values come with each sample, in that order
 */
public record Family(String name, String metric, MetricType type, String help, List<String> labelNames) {
    public Family {
        labelNames = List.copyOf(labelNames);
        requireMetricName(name);
        requireMetricName(metric);
        labelNames.forEach(Family::requireLabelName);
    }

    /** A value that only grows, until the thing it counts is restarted. */
    public static Family counter(String name, String help, String... labelNames) {
        return new Family(name, name, MetricType.COUNTER, help, List.of(labelNames));
    }

    /** A value that goes up and down. */
    public static Family gauge(String name, String help, String... labelNames) {
        return new Family(name, name, MetricType.GAUGE, help, List.of(labelNames));
    }

    /** A value of which it is not known whether it only grows. */
    public static Family untyped(String name, String help, String... labelNames) {
        return new Family(name, name, MetricType.UNKNOWN, help, List.of(labelNames));
    }

    private static void requireMetricName(String name) {
        boolean good = !name.isEmpty() && !isDigit(name.charAt(0));
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = isLetter(c) || isDigit(c) || c == '_' || c == ':';
        }
        if (!good) {
            throw new IllegalArgumentException("\"" + name + "\" is not a metric name");
        }
    }

    private static void requireLabelName(String name) {
        boolean good = !name.isEmpty() && !isDigit(name.charAt(0)) && !name.startsWith("__");
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = isLetter(c) || isDigit(c) || c == '_';
        }
        if (!good) {
            throw new IllegalArgumentException("\"" + name + "\" is not a label name");
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
