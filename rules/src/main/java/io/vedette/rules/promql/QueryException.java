package io.vedette.rules.promql;

/** A query that was understood but could not be answered. */
public final class QueryException extends Exception {
    /** Why, in the words of the HTTP API's {@code errorType}. */
    public enum Kind {
        EXECUTION,
        TIMEOUT,
        CANCELED,
        /** Others use the memory, or what holds the series does not answer; asking again later may help. */
        UNAVAILABLE
    }

    private final Kind kind;

    /**
     * A failure in words for people.
     *
     * @param message Prometheus's words where it has some
     */
    public QueryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Why it could not be answered. */
    public Kind kind() {
        return kind;
    }
}
