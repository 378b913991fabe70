package io.vedette.collector.logs.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object as flat fields: nested objects become dotted names, arrays of plain values lists, arrays of
 * anything else text. Bounded in depth and number, so that a hostile line costs no more than its length.
 */
final class JsonFields {
    /** The most fields a line may have to be taken as structured. */
    static final int FIELDS_MAX = 256;

    private static final int DEPTH_MAX = 16;
    private static final int NAME_MAX = 512;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(64)
                    .maxNameLength(NAME_MAX)
                    .build())
            .build();

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final String text;

    private JsonFields(String text) {
        this.text = text;
    }

    /**
     * The fields of a text that is one JSON object and nothing else. Values are {@link String}, {@link Long},
     * {@link Double}, {@link Boolean} or a list of these; nulls are left out.
     *
     * @return null if the text is no such object or goes beyond the limits
     */
    static @Nullable Map<String, Object> read(String text) {
        JsonFields reader = new JsonFields(text);
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            boolean within = reader.object(json, "");
            return within && json.nextToken() == null ? reader.fields : null;
        } catch (IOException e) {
            // Not JSON, or not within the limits: a line like any other.
            return null;
        }
    }

    /** Reads to the object's end; false if there are too many fields. */
    private boolean object(JsonParser json, String prefix) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + fieldName(json.currentName());
            if (json.nextToken() == JsonToken.START_OBJECT) {
                if (!object(json, name + '.')) {
                    return false;
                }
                continue;
            }
            Object value = json.currentToken() == JsonToken.START_ARRAY ? array(json) : scalar(json);
            if (value != null) {
                fields.put(name, value);
            }
            if (fields.size() > FIELDS_MAX || name.length() > NAME_MAX) {
                return false;
            }
        }
        return true;
    }

    /** A name without empty parts, which no index takes. */
    private static String fieldName(String name) {
        if (name.isBlank()) {
            return "_";
        }
        if (name.charAt(0) != '.' && name.charAt(name.length() - 1) != '.' && !name.contains("..")) {
            return name;
        }
        return name.replace('.', '_');
    }

    private static @Nullable Object scalar(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) json.getText()
                        : (Object) json.getLongValue();
            case VALUE_NUMBER_FLOAT -> finite(json);
            default -> null;
        };
    }

    private static Object finite(JsonParser json) throws IOException {
        double value = json.getDoubleValue();
        return Double.isFinite(value) ? (Object) value : (Object) json.getText();
    }

    private Object array(JsonParser json) throws IOException {
        int begin = (int) json.currentTokenLocation().getCharOffset();
        List<Object> values = new ArrayList<>();
        boolean plain = true;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw new IOException("the array has no end");
            }
            if (token.isStructStart()) {
                plain = false;
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (plain) {
                Object value = scalar(json);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return plain
                ? values
                : text.substring(begin, (int) json.currentLocation().getCharOffset());
    }
}
