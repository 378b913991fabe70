package io.vedette.agent.log.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The registry cannot be trusted. The message names the file and says what to do. */
public final class DamagedRegistryException extends IOException {
    DamagedRegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
