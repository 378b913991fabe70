package io.vedette.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/** Writes a dashboard in Grafana's dashboard model (schema version 39: Grafana 10.4 and later). */
public final class GrafanaJson {
    private static final int SCHEMA_VERSION = 39;
    private static final int COLUMNS = 24;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GrafanaJson() {}

    /** The dashboard as a JSON tree, as Grafana's provisioning reads it. */
    public static ObjectNode write(Dashboard dashboard) {
        ObjectNode json = JSON.objectNode();
        json.put("uid", dashboard.uid());
        json.put("title", dashboard.title());
        json.put("description", dashboard.description());
        json.putArray("tags").add("vedette");
        json.put("schemaVersion", SCHEMA_VERSION);
        json.put("version", 1);
        json.put("editable", true);
        json.put("graphTooltip", 1); // one crosshair over all panels
        json.put("refresh", "15s");
        json.put("timezone", "browser");
        json.putObject("time").put("from", "now-1h").put("to", "now");
        json.putObject("templating").set("list", variables(dashboard));
        json.set("panels", panels(dashboard.panels()));
        json.putObject("annotations").putArray("list").add(alertAnnotation());
        return json;
    }

    private static ArrayNode variables(Dashboard dashboard) {
        ArrayNode list = JSON.arrayNode();
        list.addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus")
                .put("refresh", 1);
        list.add(query("cluster", "Cluster", "label_values(up{job=\"node\"}, cluster)", true));
        if (dashboard.perNode()) {
            list.add(
                    query("instance", "Node", "label_values(up{job=\"node\",cluster=~\"$cluster\"}, instance)", false));
        }
        return list;
    }

    private static ObjectNode query(String name, String label, String query, boolean several) {
        ObjectNode variable = JSON.objectNode();
        variable.put("name", name).put("label", label).put("type", "query");
        variable.set("datasource", datasource());
        variable.put("definition", query);
        variable.putObject("query").put("query", query).put("refId", name);
        variable.put("refresh", 2).put("sort", 1).put("multi", several).put("includeAll", several);
        if (several) {
            variable.put("allValue", ".*");
            variable.putObject("current").put("text", "All").put("value", "$__all");
        }
        return variable;
    }

    /** Alerts as vertical lines over the graphs. */
    private static ObjectNode alertAnnotation() {
        ObjectNode annotation = JSON.objectNode();
        annotation.put("name", "Alerts").put("enable", true).put("iconColor", "red");
        annotation.set("datasource", datasource());
        annotation.put("expr", "ALERTS{alertstate=\"firing\"}");
        annotation
                .put("titleFormat", "{{alertname}}")
                .put("textFormat", "{{instance}}")
                .put("step", "15s");
        return annotation;
    }

    private static ObjectNode datasource() {
        return JSON.objectNode().put("type", "prometheus").put("uid", "${datasource}");
    }

    /** Lays the panels out from left to right, a new row where one does not fit. */
    private static ArrayNode panels(List<Panel> panels) {
        ArrayNode list = JSON.arrayNode();
        int x = 0;
        int y = 0;
        int rowHeight = 0;
        for (Panel panel : panels) {
            if (x + panel.width() > COLUMNS || panel.height() != rowHeight && x > 0) {
                y += rowHeight;
                x = 0;
                rowHeight = 0;
            }
            list.add(panel(panel, list.size() + 1, x, y));
            x += panel.width();
            rowHeight = Math.max(rowHeight, panel.height());
        }
        return list;
    }

    private static ObjectNode panel(Panel panel, int id, int x, int y) {
        ObjectNode json = JSON.objectNode();
        json.put("id", id).put("type", panel.kind().type()).put("title", panel.title());
        json.put("description", panel.description());
        json.set("datasource", datasource());
        json.putObject("gridPos")
                .put("x", x)
                .put("y", y)
                .put("w", panel.width())
                .put("h", panel.height());
        ArrayNode targets = json.putArray("targets");
        IntStream.range(0, panel.queries().size()).forEach(i -> targets.add(target(panel, i)));
        ObjectNode fields = json.putObject("fieldConfig");
        ObjectNode defaults = fields.putObject("defaults").put("unit", panel.unit());
        thresholds(panel, defaults);
        fields.putArray("overrides");
        switch (panel.kind()) {
            case STAT -> stat(panel, json, defaults);
            case GRAPH -> graph(panel, json, defaults, false);
            case STACKED -> graph(panel, json, defaults, true);
            case TABLE -> table(panel, json);
        }
        return json;
    }

    private static ObjectNode target(Panel panel, int index) {
        Panel.Query query = panel.queries().get(index);
        ObjectNode target = JSON.objectNode();
        target.put("refId", String.valueOf((char) ('A' + index)));
        target.set("datasource", datasource());
        target.put("expr", query.expression()).put("legendFormat", query.legend());
        boolean table = panel.kind() == Panel.Kind.TABLE;
        target.put("instant", table).put("range", !table);
        return table ? target.put("format", "table") : target;
    }

    private static void thresholds(Panel panel, ObjectNode defaults) {
        ObjectNode thresholds = defaults.putObject("thresholds").put("mode", "absolute");
        ArrayNode steps = thresholds.putArray("steps");
        steps.addObject().put("color", "green").putNull("value");
        panel.warnAt()
                .ifPresent(value -> steps.addObject().put("color", "orange").put("value", value));
        panel.alarmAt().ifPresent(value -> steps.addObject().put("color", "red").put("value", value));
    }

    private static void stat(Panel panel, ObjectNode json, ObjectNode defaults) {
        if (panel.unit().equals("percentunit")) {
            defaults.put("min", 0).put("max", 1);
        }
        ObjectNode options = json.putObject("options");
        options.put("colorMode", panel.warnAt().isPresent() ? "value" : "none").put("graphMode", "area");
        options.putObject("reduceOptions")
                .put("values", false)
                .putArray("calcs")
                .add("lastNotNull");
    }

    private static void graph(Panel panel, ObjectNode json, ObjectNode defaults, boolean stacked) {
        ObjectNode custom = defaults.putObject("custom");
        custom.put("fillOpacity", stacked ? 40 : 8).put("lineWidth", 1).put("showPoints", "never");
        custom.putObject("stacking").put("mode", stacked ? "normal" : "none").put("group", "A");
        custom.putObject("thresholdsStyle").put("mode", panel.warnAt().isPresent() ? "dashed" : "off");
        ObjectNode options = json.putObject("options");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
        options.putObject("legend")
                .put("displayMode", "list")
                .put("placement", "bottom")
                .putArray("calcs");
    }

    /** Each query is a column: joined by node, named by its legend. */
    private static void table(Panel panel, ObjectNode json) {
        ArrayNode transformations = json.putArray("transformations");
        transformations
                .addObject()
                .put("id", "joinByField")
                .putObject("options")
                .put("byField", "instance")
                .put("mode", "outer");
        ObjectNode organize = transformations.addObject().put("id", "organize").putObject("options");
        ObjectNode renamed = organize.putObject("renameByName");
        ObjectNode excluded = organize.putObject("excludeByName");
        for (int i = 0; i < panel.queries().size(); i++) {
            String column = panel.queries().size() == 1 ? "Value" : "Value #" + (char) ('A' + i);
            renamed.put(column, panel.queries().get(i).legend());
            for (String noise : List.of("Time", "__name__", "job", "cluster")) {
                excluded.put(i == 0 ? noise : noise + " " + (i + 1), true);
            }
        }
        json.putObject("options").put("showHeader", true).put("cellHeight", "sm");
    }
}
