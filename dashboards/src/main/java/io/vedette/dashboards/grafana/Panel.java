package io.vedette.dashboards.grafana;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One panel of a dashboard.
 *
 * @param description what a reader should know, shown behind the panel's (i)
 * @param unit Grafana's name of the unit: {@code percentunit}, {@code bytes}, {@code Bps}, {@code s}, {@code short}
 * @param queries at least one
 * @param width columns of 24
 * @param height rows of about 30 pixels
 * @param warnAt value from which it turns orange
 * @param alarmAt value from which it turns red
 */
record Panel(
        Kind kind,
        String title,
        String description,
        String unit,
        List<Query> queries,
        int width,
        int height,
        OptionalDouble warnAt,
        OptionalDouble alarmAt) {

    /** How the values are drawn, with Grafana's name of the panel type. */
    enum Kind {
        STAT("stat"),
        GRAPH("timeseries"),
        STACKED("timeseries"),
        TABLE("table");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /**
     * An expression.
     *
     * @param legend template of a series' name, or a table column's title
     */
    record Query(String expression, String legend) {}

    Panel {
        queries = List.copyOf(queries);
        if (queries.isEmpty() || width < 1 || width > 24) {
            throw new IllegalArgumentException("panel " + title + " needs a query and a width of 1 to 24");
        }
    }

    static Panel stat(String title, String unit, String expression, String description) {
        return new Panel(
                Kind.STAT,
                title,
                description,
                unit,
                List.of(new Query(expression, title)),
                3,
                4,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    static Panel graph(String title, String unit, String description, Query... queries) {
        return new Panel(
                Kind.GRAPH,
                title,
                description,
                unit,
                List.of(queries),
                12,
                8,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    static Panel stacked(String title, String unit, String description, Query... queries) {
        return new Panel(
                Kind.STACKED,
                title,
                description,
                unit,
                List.of(queries),
                12,
                8,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    static Panel table(String title, String description, Query... columns) {
        return new Panel(
                Kind.TABLE,
                title,
                description,
                "short",
                List.of(columns),
                24,
                8,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    Panel thresholds(double warn, double alarm) {
        return new Panel(
                kind,
                title,
                description,
                unit,
                queries,
                width,
                height,
                OptionalDouble.of(warn),
                OptionalDouble.of(alarm));
    }
}
