package io.vedette.agent;

/** The agent cannot start, and a person has to do something about it: the message is the one line to show. */
public final class StartException extends Exception {
    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }
}
