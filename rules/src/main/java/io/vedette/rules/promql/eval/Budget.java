package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.QueryContext;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.QueryStatistics;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SourceException;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one query may still use. Not safe for use by several threads. */
public final class Budget {
    /** Work, about as much as a sample, between two looks at the clock. */
    private static final int PATIENCE = 100_000;

    /** A value, and its time or what the answer takes beside it. */
    private static final int BYTES_PER_SAMPLE = 16;

    private static final String NARROW = "; ask for fewer series or steps, or raise ";

    private final QueryLimits limits;
    private final LongSupplier nanos;
    private final QueryContext context;
    private final @Nullable QueryStatistics statistics;
    private final long startNanos;
    private final long lookbackMillis;
    private long samples;
    private int series;
    private long workSinceLook;
    private int subqueries;

    /**
     * The whole of what a query may use, from now on.
     *
     * @param nanos the monotonic clock
     * @param context tells whether nobody waits for the answer any more, and has the memory that queries share
     */
    public Budget(QueryLimits limits, LongSupplier nanos, QueryContext context) {
        this.limits = limits;
        this.nanos = nanos;
        this.context = context;
        this.statistics = context.statistics();
        this.startNanos = nanos.getAsLong();
        this.lookbackMillis = limits.lookback().toMillis();
    }

    /** How far back an instant selector looks. */
    public long lookbackMillis() {
        return lookbackMillis;
    }

    /** Room for samples in memory, until it is given back. */
    void take(long count) throws QueryException {
        samples += count;
        if (statistics != null) {
            statistics.held(samples);
        }
        if (samples > limits.maxSamples() || samples > Integer.MAX_VALUE - 8) {
            throw tooManySamples();
        }
        if (samples * BYTES_PER_SAMPLE > limits.maxBytes()) {
            throw new QueryException(
                    Kind.EXECUTION,
                    "query processing would take more than " + mebibytes(limits.maxBytes())
                            + " MiB of memory in query execution" + NARROW + "query.max_memory");
        }
        if (!context.memory().take(count * BYTES_PER_SAMPLE)) {
            throw new QueryException(
                    Kind.UNAVAILABLE,
                    "the " + mebibytes(context.memory().maxBytes())
                            + " MiB of memory that all queries share are used up; ask again in a moment, or raise"
                            + " query.max_total_memory");
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, bytes % (1 << 20) == 0 ? "%.0f" : "%.2f", bytes / (double) (1 << 20));
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
        context.memory().give(count * BYTES_PER_SAMPLE);
    }

    /** Counts series that selectors match. */
    void countSeries(int count) throws QueryException {
        series += count;
        if (series > limits.maxSeries() || series < 0) {
            throw new QueryException(
                    Kind.EXECUTION,
                    "the query selects more than " + limits.maxSeries()
                            + " series; narrow its selectors or raise query.max_series");
        }
    }

    /** For sources that take their time; what it throws has the query's own exception as its cause. */
    ReadGuard guard() {
        return new ReadGuard() {
            @Override
            public void found(int found) {
                try {
                    countSeries(found);
                } catch (QueryException e) {
                    throw new SourceException(String.valueOf(e.getMessage()), e);
                }
                series -= found;
            }

            @Override
            public void worked(long amount) {
                try {
                    work(amount);
                } catch (QueryException e) {
                    throw new SourceException(String.valueOf(e.getMessage()), e);
                }
            }
        };
    }

    /** The times from the start by steps up to the end, where the samples of even one series fit the limit. */
    Steps steps(long startMillis, long endMillis, long stepMillis) throws QueryException {
        long count = Math.floorDiv(endMillis - startMillis, stepMillis) + 1;
        if (count > limits.maxSamples() || count > Integer.MAX_VALUE - 8) {
            throw tooManySamples();
        }
        return new Steps(startMillis, stepMillis, (int) count);
    }

    /** Counts samples that were read for a step, if somebody wants to know. */
    void read(long atMillis, long count) {
        if (statistics != null && subqueries == 0) {
            statistics.read(atMillis, count);
        }
    }

    /** From here on a sub-query is evaluated; what it reads does not count, but what is made of it. */
    void enterSubquery() {
        subqueries++;
    }

    /** The sub-query entered last has been evaluated. */
    void leaveSubquery() {
        subqueries--;
    }

    /** Counts the values of a row that an instant selector found, if somebody wants to know. */
    void readRow(Frame frame, int row, Steps steps) {
        for (int step = 0; statistics != null && subqueries == 0 && step < steps.count(); step++) {
            if (!Frame.isAbsent(frame.cell(row, step))) {
                statistics.read(steps.at(step), 1);
            }
        }
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
        if (context.canceled().getAsBoolean()) {
            throw new QueryException(Kind.CANCELED, "query was canceled in expression evaluation");
        }
        if (nanos.getAsLong() - startNanos > limits.timeout().toNanos()) {
            throw new QueryException(
                    Kind.TIMEOUT,
                    "query timed out in expression evaluation after "
                            + limits.timeout().toMillis() / 1000.0 + " s" + NARROW + "query.timeout");
        }
    }

    private QueryException tooManySamples() {
        return new QueryException(
                Kind.EXECUTION,
                "query processing would load too many samples into memory in query execution: more than "
                        + limits.maxSamples() + NARROW + "query.max_samples");
    }
}
