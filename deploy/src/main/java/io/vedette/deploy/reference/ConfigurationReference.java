package io.vedette.deploy.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.agent.config.AgentConfig;
import io.vedette.collector.config.CollectorConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes {@code docs/configuration.md}: every key of both daemons with its form, its default and its meaning. */
public final class ConfigurationReference {
    private static final String INTRODUCTION = """
            # Configuration

            One YAML file a daemon. Durations are written as `15s`, `500ms`, `1h30m` or `7d`, sizes as `64MiB`. A text may
            hold `${NAME}`, which is replaced from the environment (`$${` stands for a plain `${`). Unknown keys, keys that
            stand twice and values of the wrong form are errors, all told at once with their line.
            `vedette check FILE` tells them without starting anything.

            This page is made from the schemas that check the files. After a build this writes it anew:
            `java -cp 'deploy/target/vedette/lib/*' io.vedette.deploy.reference.ConfigurationReference docs/configuration.md`
            """;

    private ConfigurationReference() {}

    /** The page's text, in Markdown. */
    public static String text() throws IOException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        section(page, "Agent", AgentConfig.class, AgentConfig.SCHEMA);
        section(page, "Collector", CollectorConfig.class, CollectorConfig.SCHEMA);
        return page.toString();
    }

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(file, text());
    }

    private static void section(StringBuilder page, String daemon, Class<?> type, String resource) throws IOException {
        try (InputStream in = type.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no schema " + resource);
            }
            JsonNode schema = new ObjectMapper().readTree(in);
            page.append("\n## ").append(daemon).append("\n\n");
            page.append("| key | form | default | meaning |\n|---|---|---|---|\n");
            keys(page, schema, "", schema);
        }
    }

    private static void keys(StringBuilder page, JsonNode root, String prefix, JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode value = resolve(root, property.getValue());
            String key = prefix + property.getKey();
            page.append("| `")
                    .append(key)
                    .append("` | ")
                    .append(form(root, value))
                    .append(" | ");
            JsonNode fallback = value.path("default");
            boolean empty = fallback.isMissingNode() || fallback.isContainerNode() && fallback.isEmpty();
            page.append(empty ? "" : "`" + (fallback.isTextual() ? fallback.asText() : fallback.toString()) + "`");
            page.append(" | ")
                    .append(value.path("description")
                            .asText()
                            .replace("|", "\\|")
                            .replace("\n", " "));
            page.append(" |\n");
            keys(page, root, key + ".", value);
            JsonNode items = resolve(root, value.path("items"));
            if (items.has("properties")) {
                keys(page, root, key + "[].", items);
            }
        }
    }

    private static JsonNode resolve(JsonNode root, JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : schema;
    }

    private static String form(JsonNode root, JsonNode schema) {
        if (schema.has("enum")) {
            StringBuilder words = new StringBuilder();
            schema.path("enum")
                    .forEach(word -> words.append(words.length() == 0 ? "" : ", ")
                            .append('`')
                            .append(word.asText())
                            .append('`'));
            return words.toString();
        }
        if (schema.has("format")) {
            return schema.path("format").asText();
        }
        return switch (schema.path("type").asText()) {
            case "array" -> "list of " + form(root, resolve(root, schema.path("items")));
            case "object" -> "mapping";
            case "string" -> "text";
            case "integer" -> "whole number";
            case "boolean" -> "`true` or `false`";
            default -> schema.path("type").asText();
        };
    }
}
