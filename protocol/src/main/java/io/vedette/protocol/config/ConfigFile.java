package io.vedette.protocol.config;

import java.nio.file.Path;

/**
 * Reads a daemon's YAML file into a record.
 *
 * <p>The file is checked whole against a JSON schema (which is also the reference documentation) before it is bound:
 * unknown keys are errors that name the nearest known key, duplicate keys are errors, {@code ${NAME}} is replaced from
 * the environment, and {@link java.time.Duration} and {@link ByteSize} are written as people write them ({@code 15s},
 * {@code 64MiB}). A key missing from the file gets the schema's {@code default}.
 */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * @param file the YAML file
     * @param type a record whose components have the schema's property names in camel case ({@code listen_address} is
     *     {@code listenAddress})
     * @param schemaResource the schema's absolute resource name, found through {@code type}'s class loader
     * @throws ConfigException with every mistake, if there is any; an unreadable file is one too
     */
    public static <T> T load(Path file, Class<T> type, String schemaResource) throws ConfigException {
        throw new UnsupportedOperationException();
    }

    /** As {@link #load}, of a text that stands in for a file: the defaults, a test, standard input. */
    public static <T> T parse(String yaml, String name, Class<T> type, String schemaResource) throws ConfigException {
        throw new UnsupportedOperationException();
    }
}
