package io.vedette.collector.ecs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A document's fields by their full names ({@code log.level}). Values are {@link String}, {@link Long}, {@link Double},
 * {@link Boolean} or a {@link List} of these.
 *
 * <p>Strings are kept well-formed: half a surrogate pair, which no encoder takes, becomes U+FFFD.
 *
 * <p>Not safe for use by several threads.
 */
public final class EcsFields {
    private static final JsonFactory JSON = new JsonFactory();

    /** Sorted, so that the parts of one object stand together. */
    private final TreeMap<String, Object> fields = new TreeMap<>();

    /** Sets a text. */
    public void put(String name, String value) {
        fields.put(name, wellFormed(value));
    }

    /** Sets a number. */
    public void put(String name, long value) {
        fields.put(name, value);
    }

    /** Sets a number; one that JSON does not know (not a number, infinite) is set as text. */
    public void put(String name, double value) {
        fields.put(name, Double.isFinite(value) ? (Object) value : (Object) Double.toString(value));
    }

    /** Sets a truth value. */
    public void put(String name, boolean value) {
        fields.put(name, value);
    }

    /** Sets several values. */
    public void put(String name, List<?> values) {
        fields.put(
                name,
                values.stream()
                        .map(value -> value instanceof String text ? wellFormed(text) : value)
                        .toList());
    }

    /** The field's value, null if it is not set. */
    public @Nullable Object get(String name) {
        return fields.get(name);
    }

    /** The field's value if it is text, else null. */
    public @Nullable String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    /**
     * Whether a field of this name can be set: no field is an object around it or lies within it, as a place in JSON is
     * either a value or an object.
     */
    public boolean hasRoomFor(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (fields.containsKey(name.substring(0, dot))) {
                return false;
            }
        }
        String within = fields.ceilingKey(name + '.');
        return within == null || !within.startsWith(name + '.');
    }

    /** All fields, sorted by name; a view. */
    public SortedMap<String, Object> asMap() {
        return Collections.unmodifiableSortedMap(fields);
    }

    /** The fields as one JSON object in UTF-8, dots in names becoming nested objects. It has no raw line break. */
    public byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            String open = "";
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                String name = field.getKey();
                String parent = name.substring(0, name.lastIndexOf('.') + 1);
                open = moveTo(json, open, parent);
                json.writeFieldName(name.substring(parent.length()));
                write(json, field.getValue());
            }
            moveTo(json, open, "");
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: writing to memory", e);
        }
        return out.toByteArray();
    }

    /** Leaves and enters objects; both paths end in a dot or are empty. */
    private static String moveTo(JsonGenerator json, String open, String wanted) throws IOException {
        String common = open;
        while (!wanted.startsWith(common)) {
            json.writeEndObject();
            common = common.substring(0, common.lastIndexOf('.', common.length() - 2) + 1);
        }
        for (int at = common.length(); at < wanted.length(); ) {
            int dot = wanted.indexOf('.', at);
            json.writeObjectFieldStart(wanted.substring(at, dot));
            at = dot + 1;
        }
        return wanted;
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof List<?> values) {
            json.writeStartArray();
            for (Object each : values) {
                write(json, each);
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException("no field value: " + value.getClass());
        }
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return mendSurrogates(text, i);
            }
        }
        return text;
    }

    private static String mendSurrogates(String text, int from) {
        StringBuilder mended = new StringBuilder(text);
        for (int i = from; i < mended.length(); i++) {
            char c = mended.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < mended.length()
                    && Character.isLowSurrogate(mended.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                mended.setCharAt(i, '\uFFFD');
            }
        }
        return mended.toString();
    }
}
