package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.QueryLimits;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What one query may still use. Not safe for use by several threads. */
public final class Budget {
    /** Work, about as much as a sample, between two looks at the clock. */
    private static final int PATIENCE = 100_000;

    private final QueryLimits limits;
    private final LongSupplier nanos;
    private final BooleanSupplier canceled;
    private final long startNanos;
    private long samples;
    private int series;
    private long workSinceLook;

    /**
     * The whole of what a query may use, from now on.
     *
     * @param nanos the monotonic clock
     * @param canceled whether nobody waits for the answer any more
     */
    public Budget(QueryLimits limits, LongSupplier nanos, BooleanSupplier canceled) {
        this.limits = limits;
        this.nanos = nanos;
        this.canceled = canceled;
        this.startNanos = nanos.getAsLong();
    }

    /** How far back an instant selector looks. */
    public long lookbackMillis() {
        return limits.lookback().toMillis();
    }

    /** Room for samples in memory, until it is given back. */
    void take(long count) throws QueryException {
        samples += count;
        if (samples > limits.maxSamples() || samples > Integer.MAX_VALUE - 8) {
            throw tooManySamples();
        }
    }

    /**
     * Room for a text that the query makes, such as a label's value, to the end of the query: four characters count as
     * a sample.
     */
    public void takeText(int characters) throws QueryException {
        take(characters / 4);
    }

    /** Gives room back. */
    void give(long count) {
        samples -= count;
    }

    /** Counts series that selectors match. */
    void countSeries(int count) throws QueryException {
        series += count;
        if (series > limits.maxSeries() || series < 0) {
            throw new QueryException(
                    Kind.EXECUTION,
                    "the query selects more than " + limits.maxSeries()
                            + " series; narrow its selectors or raise the limit");
        }
    }

    /** The times from the start by steps up to the end, where the samples of even one series fit the limit. */
    Steps steps(long startMillis, long endMillis, long stepMillis) throws QueryException {
        long count = Math.floorDiv(endMillis - startMillis, stepMillis) + 1;
        if (count > limits.maxSamples() || count > Integer.MAX_VALUE - 8) {
            throw tooManySamples();
        }
        return new Steps(startMillis, stepMillis, (int) count);
    }

    /** To be called along the way, with the number of samples handled since the last call. */
    public void work(long amount) throws QueryException {
        workSinceLook += amount;
        if (workSinceLook >= PATIENCE) {
            workSinceLook = 0;
            look();
        }
    }

    /** Ends the query if it took too long or nobody waits for it. */
    public void look() throws QueryException {
        if (canceled.getAsBoolean()) {
            throw new QueryException(Kind.CANCELED, "query was canceled in expression evaluation");
        }
        if (nanos.getAsLong() - startNanos > limits.timeout().toNanos()) {
            throw new QueryException(Kind.TIMEOUT, "query timed out in expression evaluation");
        }
    }

    private static QueryException tooManySamples() {
        return new QueryException(
                Kind.EXECUTION, "query processing would load too many samples into memory in query execution");
    }
}
