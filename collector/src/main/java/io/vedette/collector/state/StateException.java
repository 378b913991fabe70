package io.vedette.collector.state;

import java.io.IOException;

/** State that could not be read or was not acknowledged by Kafka: whoever wanted it kept has to try again. */
public final class StateException extends IOException {
    /** @param message what could not be kept or read, and what to do */
    public StateException(String message) {
        super(message);
    }

    /** @param message what could not be kept or read, and what to do */
    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
