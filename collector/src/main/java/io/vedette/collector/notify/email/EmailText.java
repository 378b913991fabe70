package io.vedette.collector.notify.email;

import io.vedette.collector.notify.Message;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.rules.labels.Labels;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The words of a mail: what, where, since when, how much. */
final class EmailText {
    private static final int MAX_SUBJECT = 180;
    private static final int MAX_NAMED = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** Labels that are told elsewhere, or that nobody needs to be told. */
    private static final Set<String> TOLD_ELSEWHERE = Set.of("alertname", "instance", "job", "severity", Labels.NAME);

    private EmailText() {}

    /** For example {@code [FIRING:2] NodeDown node1, node2}. */
    static String subject(Message message) {
        List<RoutedAlert> told = message.isFiring() ? message.firing() : message.resolved();
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> places = new TreeSet<>();
        for (RoutedAlert alert : told) {
            names.add(name(alert));
            if (alert.labels().has("instance")) {
                places.add(alert.labels().get("instance"));
            }
        }
        String status = message.isFiring() ? "FIRING:" + told.size() : "RESOLVED";
        return oneLine("[" + status + "] " + some(names) + " " + some(places));
    }

    private static String some(Set<String> all) {
        List<String> named = all.stream().limit(MAX_NAMED).toList();
        int more = all.size() - named.size();
        return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(MAX_SUBJECT)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    /** The alert's name. */
    static String name(RoutedAlert alert) {
        String name = alert.labels().get("alertname");
        return name.isEmpty() ? "alert" : name;
    }

    /** Where: the node, and the other labels that tell it from others. */
    static String place(RoutedAlert alert) {
        List<String> parts = new ArrayList<>();
        if (alert.labels().has("instance")) {
            parts.add(alert.labels().get("instance"));
        }
        alert.labels().forEach((label, value) -> {
            if (!TOLD_ELSEWHERE.contains(label)) {
                parts.add(label + "=" + value);
            }
        });
        return String.join(", ", parts);
    }

    /** Since when, or from when to when and for how long. */
    static String when(RoutedAlert alert, Instant now) {
        Instant end = alert.endsAt();
        if (end == null) {
            Duration since = Duration.between(alert.activeAt(), now);
            return "since " + TIME.format(alert.activeAt()) + (since.isNegative() ? "" : " (" + length(since) + ")");
        }
        return "from " + TIME.format(alert.activeAt()) + " to " + TIME.format(end) + ", lasted "
                + length(Duration.between(alert.activeAt(), end));
    }

    /** A length of time as people say it, in its two greatest units. */
    static String length(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String two(long great, String greatUnit, long small, String smallUnit) {
        return great + " " + greatUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** How much: four digits are enough for a mail. */
    static String value(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded = exact.abs().compareTo(BigDecimal.valueOf(1000)) >= 0
                ? exact.setScale(0, RoundingMode.HALF_UP)
                : exact.round(new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** The sentence that a rule's author wrote for people; empty if there is none. */
    static String summary(RoutedAlert alert) {
        String summary = alert.annotations().getOrDefault("summary", "");
        return summary.isEmpty() ? alert.annotations().getOrDefault("message", "") : summary;
    }

    /** What the author wrote besides; empty if there is none. */
    static String description(RoutedAlert alert) {
        String description = alert.annotations().getOrDefault("description", "");
        return description.equals(summary(alert)) ? "" : description;
    }

    /** The whole mail as plain text. */
    static String plain(Message message) {
        StringBuilder text = new StringBuilder(1024);
        section(text, "FIRING", message.firing(), message.at());
        section(text, "RESOLVED", message.resolved(), message.at());
        text.append("Vedette: ").append(message.externalUrl()).append("/\n");
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<RoutedAlert> alerts, Instant now) {
        for (RoutedAlert alert : alerts) {
            String severity = alert.labels().get("severity");
            text.append(title).append(": ").append(name(alert));
            text.append(severity.isEmpty() ? "" : " (" + severity + ")").append('\n');
            line(text, "What", summary(alert));
            line(text, "", description(alert));
            line(text, "Where", place(alert));
            line(text, "When", when(alert, now));
            line(text, "Value", value(alert.value()));
            line(text, "Runbook", alert.annotations().getOrDefault("runbook_url", ""));
            line(text, "Graph", alert.generatorUrl());
            text.append('\n');
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("  %-8s %s%n", name.isEmpty() ? "" : name + ":", value.strip())
                    .replace(System.lineSeparator(), "\n"));
        }
    }
}
