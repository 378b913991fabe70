package io.vedette.collector.serve;

import org.jspecify.annotations.Nullable;

/** A start that cannot succeed until a person changes something; the message is one line that says what. */
public final class StartException extends Exception {
    /** @param message what is wrong and what to do about it */
    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
