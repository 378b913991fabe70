package io.vedette.rules.promql;

import io.vedette.rules.series.SeriesSource;
import java.util.function.BooleanSupplier;

/** Evaluates expressions over series. Holds no state between queries; safe for use by any thread. */
public final class QueryEngine {
    /** @param limits for each query */
    public QueryEngine(QueryLimits limits) {
        throw new UnsupportedOperationException(limits.toString());
    }

    /**
     * Evaluates at one time.
     *
     * @param canceled asked now and then; once true, the query ends with {@link QueryException.Kind#CANCELED}
     */
    public QueryResult instant(SeriesSource source, Expr expression, long atMillis, BooleanSupplier canceled)
            throws QueryException {
        throw new UnsupportedOperationException();
    }

    /**
     * Evaluates at each step from {@code startMillis} to {@code endMillis}, both inclusive. The value is a
     * {@link Value.Matrix}, sorted by labels.
     *
     * @param stepMillis more than 0
     */
    public QueryResult range(
            SeriesSource source,
            Expr expression,
            long startMillis,
            long endMillis,
            long stepMillis,
            BooleanSupplier canceled)
            throws QueryException {
        throw new UnsupportedOperationException();
    }
}
