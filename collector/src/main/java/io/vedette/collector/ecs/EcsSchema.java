package io.vedette.collector.ecs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the Elastic Common Schema that log documents have, with their types; read from {@code fields.txt}
 * beside this class.
 *
 * <p>Immutable; safe for use by any thread.
 */
public final class EcsSchema {
    /** Below it lie the fields of a structured line that are none of the schema: {@code json.user_id}. */
    public static final String FREE_FIELDS = "json";

    /** The schema's version that documents say they follow. */
    public static final String VERSION = "9.0.0";

    /** Types of fields. */
    public enum Type {
        /** Exact text. */
        KEYWORD,
        /** Text that is searched by its words. */
        TEXT,
        LONG,
        DOUBLE,
        DATE,
        IP,
        BOOLEAN,
        /** A flat object of exact texts. */
        OBJECT
    }

    /**
     * A field.
     *
     * @param name full, with dots
     * @param type its type
     * @param ours whether only agent and collector set it, never the content of a line
     */
    public record Field(String name, Type type, boolean ours) {}

    private final Map<String, Field> fields;

    private EcsSchema(Map<String, Field> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /** Reads the schema that comes with this build. */
    public static EcsSchema load() {
        Map<String, Field> fields = new LinkedHashMap<>();
        try (InputStream resource = EcsSchema.class.getResourceAsStream("fields.txt")) {
            if (resource == null) {
                throw new IllegalStateException("fields.txt is missing from the build");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.split(" ", -1);
                    Type type = Type.valueOf(words[1].toUpperCase(Locale.ROOT));
                    fields.put(words[0], new Field(words[0], type, words.length > 2 && words[2].equals("ours")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read fields.txt from the build", e);
        }
        return new EcsSchema(fields);
    }

    /** The field of this name, null if the schema has none. */
    public @Nullable Field field(String name) {
        return fields.get(name);
    }

    /** All fields, in the file's order. */
    public Iterable<Field> fields() {
        return fields.values();
    }
}
