package io.vedette.collector.config;

import io.vedette.protocol.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets that stand in a file of their own. */
final class Secret {
    /** More than any password or key; a wrong path must not pull a log file into memory. */
    private static final long MAX_BYTES = 64 * 1024;

    private Secret() {}

    static @Nullable String resolve(String key, @Nullable String inline, @Nullable Path file) throws ConfigException {
        if (file == null) {
            return inline;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw unusable(file, key + ": more than 64 KiB cannot be a secret; is it the right file?");
            }
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw unusable(file, key + ": the file is empty");
            }
            return secret;
        } catch (IOException e) {
            throw unusable(file, key + ": cannot be read (" + e + "); does it exist, and may this user read it?");
        }
    }

    private static ConfigException unusable(Path file, String message) {
        return new ConfigException(List.of(new ConfigException.Problem(file.toString(), 0, 0, message)));
    }
}
