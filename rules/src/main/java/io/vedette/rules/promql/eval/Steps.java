package io.vedette.rules.promql.eval;

/**
 * The times at which an expression is evaluated.
 *
 * @param startMillis the first, milliseconds since the Unix epoch
 * @param stepMillis between two of them; more than 0
 * @param count how many; at least 1
 */
public record Steps(long startMillis, long stepMillis, int count) {
    public Steps {
        if (count < 1 || stepMillis < 1) {
            throw new IllegalArgumentException(count + " steps of " + stepMillis + " ms");
        }
    }

    /** One time only. */
    public static Steps once(long atMillis) {
        return new Steps(atMillis, 1, 1);
    }

    /** The time of a step. */
    public long at(int step) {
        return startMillis + step * stepMillis;
    }

    /** The last time. */
    public long endMillis() {
        return at(count - 1);
    }
}
