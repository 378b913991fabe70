package io.vedette.dashboards.kibana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Saved objects for Kibana 8 and 9: a data view over all log streams and searches in it. Written as NDJSON, an object a
 * line, as <i>Stack Management, Saved Objects, Import</i> reads them.
 */
public final class KibanaObjects {
    /** Identity of the data view, which the searches refer to. */
    public static final String DATA_VIEW = "vedette-logs";

    /** Columns of the searches: fields that every document's mapping has. */
    public static final List<String> COLUMNS =
            List.of("host.name", "log.level", "event.dataset", "log.file.path", "message");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private KibanaObjects() {}

    /** All objects, those that others refer to first. */
    public static List<ObjectNode> all() {
        return List.of(
                dataView(),
                search("vedette-all-logs", "Vedette: all logs", "Every line of every node, newest first.", ""),
                search(
                        "vedette-errors",
                        "Vedette: errors",
                        "Lines of level error and worse.",
                        "log.level : (\"error\" or \"fatal\")"));
    }

    private static ObjectNode dataView() {
        ObjectNode object = object("index-pattern", DATA_VIEW);
        object.putObject("attributes")
                .put("name", "Vedette logs")
                .put("title", "logs-vedette.*")
                .put("timeFieldName", "@timestamp");
        object.putArray("references");
        return object;
    }

    /** @param query in Kibana's query language */
    private static ObjectNode search(String id, String title, String description, String query) {
        ObjectNode source = JSON.objectNode();
        source.putObject("query").put("query", query).put("language", "kuery");
        source.putArray("filter");
        source.put("indexRefName", "kibanaSavedObjectMeta.searchSourceJSON.index");

        ObjectNode object = object("search", id);
        ObjectNode attributes =
                object.putObject("attributes").put("title", title).put("description", description);
        ArrayNode columns = attributes.putArray("columns");
        COLUMNS.forEach(columns::add);
        attributes.putArray("sort").addArray().add("@timestamp").add("desc");
        attributes.putObject("kibanaSavedObjectMeta").put("searchSourceJSON", source.toString());
        object.putArray("references")
                .addObject()
                .put("id", DATA_VIEW)
                .put("type", "index-pattern")
                .put("name", "kibanaSavedObjectMeta.searchSourceJSON.index");
        return object;
    }

    private static ObjectNode object(String type, String id) {
        return JSON.objectNode().put("type", type).put("id", id).put("managed", false);
    }
}
