package io.vedette.protocol.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.vedette.protocol.config.ConfigException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Reads a daemon's YAML file into a record.
 *
 * <p>The file is checked whole against a JSON schema (which is also the reference documentation) before it is bound:
 * unknown keys are errors that name the nearest known key, duplicate keys are errors, {@code ${NAME}} is replaced from
 * the environment, and {@link Duration} and {@link ByteSize} are written as people write them ({@code 15s},
 * {@code 64MiB}; {@code "format": "duration"} and {@code "format": "size"} in the schema). A key missing from the file
 * gets the schema's {@code default}.
 *
 * <p>Safe for use by any thread.
 */
public final class ConfigFile {
    /** What a configuration may be at the most: more is somebody's log file named by mistake. */
    private static final long LONGEST_BYTES = 4 << 20;

    private static final ObjectMapper BINDER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new TextDeserializer<>(Duration.class, Durations::parse))
                    .addDeserializer(ByteSize.class, new TextDeserializer<>(ByteSize.class, ByteSize::parse))
                    .addDeserializer(Path.class, new TextDeserializer<>(Path.class, Path::of))
                    .addDeserializer(
                            ListenAddress.class, new TextDeserializer<>(ListenAddress.class, ListenAddress::parse)))
            .build();

    private ConfigFile() {}

    /**
     * @param file the YAML file
     * @param type a record whose components have the schema's property names in camel case ({@code listen_address} is
     *     {@code listenAddress})
     * @param schemaResource the schema's absolute resource name, found through {@code type}'s class loader
     * @throws ConfigException with every mistake, if there is any; an unreadable file is one too
     */
    public static <T> T load(Path file, Class<T> type, String schemaResource) throws ConfigException {
        return parse(read(file), file.toString(), type, schemaResource);
    }

    /** As {@link #load}, of a text that stands in for a file: the defaults, a test, standard input. */
    public static <T> T parse(String yaml, String name, Class<T> type, String schemaResource) throws ConfigException {
        YamlDocument document = YamlDocument.read(yaml, name, System::getenv);
        JsonNode checked = schema(type, schemaResource).check(document);
        try {
            return BINDER.treeToValue(checked, type);
        } catch (JsonMappingException e) {
            throw new ConfigException(List.of(document.problemAt(pointer(e), reason(e))));
        } catch (IOException e) {
            throw new ConfigException(List.of(new Problem(name, 0, 0, String.valueOf(e.getMessage()))));
        }
    }

    private static ConfigSchema schema(Class<?> type, String resource) {
        try (InputStream in = type.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no schema " + resource + " beside " + type.getName());
            }
            return new ConfigSchema(BINDER.readTree(in));
        } catch (IOException e) {
            throw new IllegalArgumentException("schema " + resource + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) throws ConfigException {
        String reason;
        try {
            if (Files.size(file) > LONGEST_BYTES) {
                reason = "is " + Files.size(file) + " bytes long; a configuration has at most " + LONGEST_BYTES;
            } else {
                return Files.readString(file);
            }
        } catch (NoSuchFileException e) {
            reason = "no such file";
        } catch (MalformedInputException e) {
            reason = "is not UTF-8 text";
        } catch (IOException e) {
            reason = "cannot be read: " + (Files.isDirectory(file) ? "it is a directory" : e.getMessage());
        }
        throw new ConfigException(List.of(new Problem(file.toString(), 0, 0, reason)));
    }

    /** A record's constructor refused: its words are meant for people. Anything else is Jackson's, less its ballast. */
    private static String reason(JsonMappingException e) {
        Throwable cause = e.getCause();
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : e.getOriginalMessage();
    }

    private static String pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            pointer.append('/').append(step.getFieldName() != null ? step.getFieldName() : step.getIndex());
        }
        return pointer.toString();
    }
}
