package io.vedette.collector.notify;

import io.vedette.collector.yaml.YamlSection;
import io.vedette.collector.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A password, key or address that nobody may read in a log. A file is read each time, so that a secret can be changed
 * without a restart.
 */
public final class Secret {
    private static final long MAX_BYTES = 64 * 1024;

    private final String inline;
    private final @Nullable Path file;

    private Secret(String inline, @Nullable Path file) {
        this.inline = inline;
        this.file = file;
    }

    /** A secret that stands in the configuration. */
    public static Secret of(String value) {
        return new Secret(value, null);
    }

    /** A secret that stands in a file of its own. */
    public static Secret in(Path file) {
        return new Secret("", file);
    }

    /**
     * Reads {@code key} or {@code key_file}, of which one may stand in a section.
     *
     * @param folder where paths begin
     * @return empty if neither is there
     */
    public static Optional<Secret> read(YamlSection section, String key, Path folder) {
        String fileKey = key + "_file";
        Optional<YamlText> inline = section.filled(key);
        Optional<YamlText> path = section.filled(fileKey);
        if (inline.isPresent() && path.isPresent()) {
            path.get().problem("at most one of " + key + " & " + fileKey + " must be configured");
            return Optional.empty();
        }
        if (path.isPresent()) {
            Path file = folder.resolve(path.get().value());
            if (!Files.isReadable(file)) {
                path.get().problem(file + " cannot be read; does it exist, and may this user read it?");
            }
            return Optional.of(in(file));
        }
        return inline.map(text -> of(text.value()));
    }

    /**
     * The secret itself.
     *
     * @throws IOException if its file cannot be read
     */
    public String reveal() throws IOException {
        if (file == null) {
            return inline;
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " has more than 64 KiB and cannot be a secret");
        }
        return Files.readString(file).strip();
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
