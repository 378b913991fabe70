package io.vedette.collector.prometheus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Prometheus's own description of its HTTP API. */
final class OpenApiContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode contract;

    private OpenApiContract(JsonNode contract) {
        this.contract = contract;
    }

    /** Reads the contract from the recorded data, or has the test skipped. */
    static OpenApiContract load() throws IOException {
        Path file = Path.of(System.getProperty("vedette.data", "../../shared/data"))
                .resolve("http-api/prometheus-openapi-3.1.yaml");
        assumeTrue(
                Files.exists(file), () -> "SKIPPED: no " + file + "; set -Dvedette.data=FOLDER to the recorded data");
        ObjectNode contract = (ObjectNode) new YAMLMapper().readTree(Files.readString(file));
        // The contract says that both elements of [1767436620, "text"] are texts; Prometheus itself answers as here.
        contract.withObject("/components/schemas/QueryData/anyOf/3/properties/result")
                .set("items", JSON.readTree("{\"type\": [\"number\", \"string\"]}"));
        contract.findParents("example").forEach(parent -> ((ObjectNode) parent).remove("example"));
        return new OpenApiContract(contract);
    }

    /** All operations, as {@code GET /query}. */
    SortedSet<String> operations() {
        SortedSet<String> operations = new TreeSet<>();
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** The names of an operation's parameters, those of its form too. */
    SortedSet<String> parameters(String operation) {
        SortedSet<String> names = new TreeSet<>();
        JsonNode described = described(operation);
        described.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        });
        String form = described
                .path("requestBody")
                .path("content")
                .path("application/x-www-form-urlencoded")
                .path("schema")
                .path("$ref")
                .asText();
        if (!form.isEmpty()) {
            contract.at(form.substring(1) + "/properties").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    /** What is wrong with the body of an answer; empty if nothing is. */
    List<String> problems(String operation, int status, JsonNode body) {
        JsonNode responses = described(operation).path("responses");
        JsonNode response = responses.has(Integer.toString(status))
                ? responses.path(Integer.toString(status))
                : responses.path("default");
        ObjectNode schema =
                response.path("content").path("application/json").path("schema").deepCopy();
        schema.set("$defs", contract.path("components").path("schemas"));
        String text = schema.toString().replace("#/components/schemas/", "#/$defs/");
        Schema compiled = SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(text, InputFormat.JSON);
        return compiled.validate(body.toString(), InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private JsonNode described(String operation) {
        String[] methodAndPath = operation.split(" ", 2);
        return contract.path("paths").path(methodAndPath[1]).path(methodAndPath[0].toLowerCase(Locale.ROOT));
    }
}
