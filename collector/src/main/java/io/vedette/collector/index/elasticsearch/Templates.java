package io.vedette.collector.index.elasticsearch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.ecs.EcsSchema.Field;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;

/**
 * The component and index template of the log data streams, put in place before the first document. Fields are those of
 * the schema, and no others: what a line brings besides lies in one flattened field, so that no line can make the
 * mapping grow or stand in another's way.
 *
 * <p>Used by one thread.
 */
final class Templates {
    /** Name of the index template. */
    static final String INDEX_TEMPLATE = "vedette-logs";
    /** Name of the component template with the mappings. */
    static final String MAPPINGS = "vedette-logs-mappings";

    /** Above the templates that servers bring with them (100) and integrations install (200). */
    static final int PRIORITY = 300;
    /** What stands in for types that a server does not have. */
    private static final Map<String, String> FALLBACKS =
            Map.of("match_only_text", "text", "constant_keyword", "keyword", "flattened", "object");

    private static final int KEYWORD_MAX = 1_024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RestClient rest;
    private final EcsSchema schema;
    private final Duration keepFor;

    Templates(RestClient rest, EcsSchema schema, Duration keepFor) {
        this.rest = rest;
        this.schema = schema;
        this.keepFor = keepFor;
    }

    /** Puts the templates, in the form that the server knows the types of. */
    void put() throws IOException {
        Set<String> missing = new HashSet<>();
        while (!putMappings(missing)) {
            // Once more, without the type that the server has just said it lacks.
        }
        put("/_index_template/" + INDEX_TEMPLATE, indexTemplate());
    }

    /** False if the server lacks another type, which is then among {@code missing}. */
    private boolean putMappings(Set<String> missing) throws IOException {
        try {
            put("/_component_template/" + MAPPINGS, mappings(missing));
            return true;
        } catch (ResponseException e) {
            String told = String.valueOf(e.getMessage());
            for (String type : FALLBACKS.keySet()) {
                if (told.contains("type [" + type + "]") && missing.add(type)) {
                    return false;
                }
            }
            throw e;
        }
    }

    private void put(String path, ObjectNode body) throws IOException {
        put(rest, path, body);
    }

    static void put(RestClient rest, String path, ObjectNode body) throws IOException {
        Request request = new Request("PUT", path);
        request.setJsonEntity(body.toString());
        rest.performRequest(request);
    }

    private ObjectNode mappings(Set<String> missing) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode mappings = root.putObject("template").putObject("mappings");
        mappings.put("dynamic", false);
        mappings.put("date_detection", false);
        ObjectNode properties = mappings.putObject("properties");
        for (Field field : schema.fields()) {
            describe(properties.putObject(field.name()), field, missing);
        }
        describeFlat(properties.putObject(EcsSchema.FREE_FIELDS), missing);
        root.putObject("_meta")
                .put("description", "Fields of Vedette's log lines")
                .put("managed", true);
        return root;
    }

    private static void describe(ObjectNode property, Field field, Set<String> missing) {
        switch (field.type()) {
            case KEYWORD -> describeKeyword(property, field.name(), missing);
            case TEXT -> property.put("type", known("match_only_text", missing));
            case LONG -> property.put("type", "long").put("ignore_malformed", true);
            case DOUBLE -> property.put("type", "double").put("ignore_malformed", true);
            case DATE -> {
                property.put("type", "date");
                if (!field.name().equals("@timestamp")) {
                    property.put("ignore_malformed", true);
                }
            }
            case IP -> property.put("type", "ip").put("ignore_malformed", true);
            case BOOLEAN -> property.put("type", "boolean");
            case OBJECT -> describeFlat(property, missing);
        }
    }

    private static void describeKeyword(ObjectNode property, String name, Set<String> missing) {
        if (name.startsWith("data_stream.")) {
            property.put("type", known("constant_keyword", missing));
            return;
        }
        property.put("type", "keyword").put("ignore_above", KEYWORD_MAX);
        if (name.equals("log.level")) {
            // Levels are stored in small letters and asked for in any.
            property.put("normalizer", "lowercase");
        }
    }

    private static void describeFlat(ObjectNode property, Set<String> missing) {
        String type = known("flattened", missing);
        property.put("type", type);
        if (type.equals("flattened")) {
            property.put("ignore_above", KEYWORD_MAX);
        } else {
            property.put("enabled", false);
        }
    }

    /** An age as a data stream's lifecycle has it. */
    static String retention(Duration keepFor) {
        return Math.max(1, keepFor.toHours()) + "h";
    }

    private static String known(String type, Set<String> missing) {
        return missing.contains(type) ? FALLBACKS.getOrDefault(type, type) : type;
    }

    private ObjectNode indexTemplate() {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("index_patterns").add("logs-vedette.*-*");
        root.putObject("data_stream");
        root.put("priority", PRIORITY);
        root.putArray("composed_of").add(MAPPINGS);
        ObjectNode template = root.putObject("template");
        ObjectNode settings = template.putObject("settings");
        settings.put("index.refresh_interval", "1s");
        settings.putArray("index.query.default_field").add("message");
        template.putObject("lifecycle").put("data_retention", retention(keepFor));
        root.putObject("_meta").put("description", "Vedette's log lines").put("managed", true);
        return root;
    }
}
