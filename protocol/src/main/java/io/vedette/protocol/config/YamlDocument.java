package io.vedette.protocol.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.protocol.config.ConfigException.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A YAML file as a tree, with the place of every key and value by its JSON pointer. */
final class YamlDocument {
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final YAMLMapper MAPPER = new YAMLMapper(FACTORY);

    private final String name;
    private final JsonNode root;
    private final Map<String, JsonLocation> places;

    private YamlDocument(String name, JsonNode root, Map<String, JsonLocation> places) {
        this.name = name;
        this.root = root;
        this.places = places;
    }

    /**
     * @param environment gives the value of {@code ${NAME}} in texts, null if there is none
     * @throws ConfigException if the text is no YAML, has a key twice, is no mapping, or asks for a variable not set
     */
    static YamlDocument read(String yaml, String name, Function<String, @Nullable String> environment)
            throws ConfigException {
        Map<String, JsonLocation> places = new HashMap<>();
        JsonNode root;
        try {
            note(yaml, places);
            root = MAPPER.readTree(yaml);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new ConfigException(List.of(
                    at == null
                            ? new Problem(name, 0, 0, firstLine(e.getOriginalMessage()))
                            : new Problem(name, at.getLineNr(), at.getColumnNr(), firstLine(e.getOriginalMessage()))));
        } catch (IOException e) {
            throw new ConfigException(List.of(new Problem(name, 0, 0, String.valueOf(e.getMessage()))));
        }
        if (root == null || root.isMissingNode() || root.isNull()) {
            root = JsonNodeFactory.instance.objectNode();
        }
        YamlDocument document = new YamlDocument(name, root, places);
        if (!(root instanceof ObjectNode object)) {
            throw new ConfigException(List.of(document.problemAt("", "is not a mapping of keys to values")));
        }
        List<Problem> problems = new ArrayList<>();
        new EnvironmentVariables(environment).replaceIn(object, (pointer, message) -> {
            problems.add(document.problemAt(pointer, message));
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return document;
    }

    /** Keeps where each key stands, and each element of a list. */
    private static void note(String yaml, Map<String, JsonLocation> places) throws IOException {
        try (JsonParser parser = FACTORY.createParser(yaml)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                String pointer = parser.getParsingContext().pathAsPointer().toString();
                if (token == JsonToken.FIELD_NAME
                        || token == JsonToken.START_OBJECT
                        || parser.getParsingContext().inArray()) {
                    places.putIfAbsent(pointer, parser.currentTokenLocation());
                }
            }
        }
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }

    JsonNode root() {
        return root;
    }

    /** A mistake at a JSON pointer, or at the nearest place above it that the file has. */
    Problem problemAt(String pointer, String message) {
        String place = pointer;
        while (!place.isEmpty() && !places.containsKey(place)) { // a default has no place of its own
            place = place.substring(0, place.lastIndexOf('/'));
        }
        JsonLocation at = places.get(place);
        String key = readable(pointer);
        String text = key.isEmpty() ? message : key + ": " + message;
        return at == null ? new Problem(name, 0, 0, text) : new Problem(name, at.getLineNr(), at.getColumnNr(), text);
    }

    /** A mistake in a key itself, whose message names it. */
    Problem problemAtKey(String pointer, String message) {
        JsonLocation at = places.get(pointer);
        return at == null
                ? new Problem(name, 0, 0, message)
                : new Problem(name, at.getLineNr(), at.getColumnNr(), message);
    }

    /** {@code /receivers/1/url} as {@code receivers[1].url}. */
    private static String readable(String pointer) {
        StringBuilder key = new StringBuilder();
        for (String step : pointer.split("/", -1)) {
            String plain = step.replace("~1", "/").replace("~0", "~");
            if (!plain.isEmpty() && plain.chars().allMatch(c -> c >= '0' && c <= '9')) {
                key.append('[').append(plain).append(']');
            } else if (!plain.isEmpty()) {
                key.append(key.length() == 0 ? "" : ".").append(plain);
            }
        }
        return key.toString();
    }
}
