package io.vedette.collector.index.elasticsearch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import org.elasticsearch.client.RestClient;

/**
 * The component and index template of the history's data streams, put in place before the first block. The mapping is
 * closed: labels are terms of one field, so that no series can make it grow.
 *
 * <p>Used by one thread.
 */
final class SampleTemplates {
    /** Name of the index template. */
    static final String INDEX_TEMPLATE = "vedette-samples";
    /** Name of the component template with the mappings. */
    static final String MAPPINGS = "vedette-samples-mappings";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RestClient rest;
    private final Duration keepFor;

    SampleTemplates(RestClient rest, Duration keepFor) {
        this.rest = rest;
        this.keepFor = keepFor;
    }

    void put() throws IOException {
        Templates.put(rest, "/_component_template/" + MAPPINGS, mappings());
        Templates.put(rest, "/_index_template/" + INDEX_TEMPLATE, indexTemplate());
    }

    private static ObjectNode mappings() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode mappings = root.putObject("template").putObject("mappings");
        mappings.put("dynamic", "strict");
        ObjectNode properties = mappings.putObject("properties");
        properties.putObject(SampleJson.FROM).put("type", "date").put("format", "epoch_millis");
        properties.putObject(SampleJson.TO).put("type", "long");
        properties.putObject(SampleJson.SERIES).put("type", "keyword");
        properties.putObject(SampleJson.LABELS).put("type", "keyword");
        properties.putObject(SampleJson.NAMES).put("type", "keyword");
        properties.putObject(SampleJson.TIMES).put("type", "binary");
        properties.putObject(SampleJson.VALUES).put("type", "binary");
        root.putObject("_meta")
                .put("description", "Blocks of Vedette's samples")
                .put("managed", true);
        return root;
    }

    private ObjectNode indexTemplate() {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("index_patterns").add(ElasticsearchSampleHistory.STREAMS + "*");
        root.putObject("data_stream");
        root.put("priority", Templates.PRIORITY);
        root.putArray("composed_of").add(MAPPINGS);
        ObjectNode template = root.putObject("template");
        ObjectNode settings = template.putObject("settings");
        settings.put("index.codec", "best_compression");
        // Whoever writes asks for a refresh when a window is complete.
        settings.put("index.refresh_interval", "30s");
        template.putObject("lifecycle").put("data_retention", Templates.retention(keepFor));
        root.putObject("_meta")
                .put("description", "Vedette's history of samples")
                .put("managed", true);
        return root;
    }
}
