package io.vedette.collector.index;

/**
 * A query that cannot be read, or that asks for more than one query may. The message is for the person who wrote it.
 */
public final class LogQueryException extends Exception {
    /** @param message what is wrong with the query and where, and what to write instead */
    public LogQueryException(String message) {
        super(message);
    }

    /** @param message what is wrong with the query and where, and what to write instead */
    public LogQueryException(String message, Throwable cause) {
        super(message, cause);
    }
}
