package io.vedette.collector.prometheus;

import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SourceException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What one remote read may still use. For the thread that answers it. */
final class ReadLimits implements ReadGuard {
    /** Samples between two looks at the clock. */
    private static final int PATIENCE = 50_000;

    private final QueryLimits limits;
    private final BooleanSupplier abandoned;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private long samples;
    private long sinceLook;

    /**
     * @param abandoned whether nobody waits for the answer any more
     * @param nanoTime elapsed time in nanoseconds
     */
    ReadLimits(QueryLimits limits, BooleanSupplier abandoned, LongSupplier nanoTime) {
        this.limits = limits;
        this.abandoned = abandoned;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public void found(int series) {
        if (series > limits.maxSeries()) {
            throw refusal(
                    ApiException.Type.BAD_DATA,
                    "more than " + limits.maxSeries() + " series match; narrow the matchers or raise query.max_series");
        }
    }

    @Override
    public void worked(long amount) {
        sinceLook += amount;
        if (sinceLook < PATIENCE) {
            return;
        }
        sinceLook = 0;
        if (abandoned.getAsBoolean()) {
            throw refusal(ApiException.Type.CANCELED, "the remote read was canceled");
        }
        if (nanoTime.getAsLong() - startNanos > limits.timeout().toNanos()) {
            throw refusal(
                    ApiException.Type.TIMEOUT,
                    "the remote read timed out after " + limits.timeout().toMillis() / 1000.0
                            + " s; ask for less or raise query.timeout");
        }
    }

    /** Counts the samples of a series. */
    void read(int count) throws ApiException {
        samples += count;
        if (samples > limits.maxSamples()) {
            throw new ApiException(
                    ApiException.Type.BAD_DATA,
                    "exceeded sample limit (" + limits.maxSamples()
                            + "); ask for fewer series or a shorter time, or raise query.max_samples");
        }
        worked(count + 100L);
    }

    private static SourceException refusal(ApiException.Type type, String message) {
        return new SourceException(message, new ApiException(type, message));
    }
}
