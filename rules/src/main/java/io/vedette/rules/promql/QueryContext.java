package io.vedette.rules.promql;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one query has to do with the world around it.
 *
 * @param canceled asked now and then; once true, the query ends with {@link QueryException.Kind#CANCELED}
 * @param memory pays for the query's samples, those of its answer too, until whoever opened it closes it
 * @param statistics counts what is read; null if nobody wants to know
 */
public record QueryContext(
        BooleanSupplier canceled,
        QueryMemory.Share memory,
        @Nullable QueryStatistics statistics) {
    /** A query of which nobody wants to know what it reads. */
    public QueryContext(BooleanSupplier canceled, QueryMemory.Share memory) {
        this(canceled, memory, null);
    }

    /** A query that shares its memory with no other. */
    public static QueryContext alone(BooleanSupplier canceled) {
        return new QueryContext(canceled, new QueryMemory(Long.MAX_VALUE).open());
    }
}
