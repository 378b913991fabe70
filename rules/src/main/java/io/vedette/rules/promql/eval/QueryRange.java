package io.vedette.rules.promql.eval;

/**
 * The times a whole query was asked for.
 *
 * @param startMillis the first time it is evaluated at, milliseconds since the Unix epoch
 * @param endMillis its end; the last step may come before
 * @param stepMillis between two evaluations; 0 if there is only one
 */
public record QueryRange(long startMillis, long endMillis, long stepMillis) {
    /** The step in seconds. */
    public double stepSeconds() {
        return stepMillis / 1000.0;
    }

    /** The time from start to end in seconds. */
    public double rangeSeconds() {
        return (endMillis - startMillis) / 1000.0;
    }
}
