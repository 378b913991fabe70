package io.vedette.rules.series;

/**
 * A source cannot give what it was asked for: what holds the series does not answer, or the query it was asked by may
 * not go on. Unchecked, as most sources never throw it; the query engine turns it into an error of the query.
 */
public final class SourceException extends RuntimeException {
    /** @param message one line for people that says what to do next */
    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
