package io.vedette.deploy.standalone;

import org.jspecify.annotations.Nullable;

/** Everything-in-one cannot start until a person changes something; the message is one line that says what. */
public final class UpException extends Exception {
    /** @param message what is wrong and what to do next */
    public UpException(String message) {
        this(message, null);
    }

    /** @param message what is wrong and what to do next */
    public UpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
