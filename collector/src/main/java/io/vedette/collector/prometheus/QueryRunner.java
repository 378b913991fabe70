package io.vedette.collector.prometheus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryContext;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.QueryMemory;
import io.vedette.rules.promql.QueryResult;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Runs queries, a few at a time: more wait in line, and when the line is full more are refused at once, so that
 * dashboards cannot starve the rules. An answer keeps its memory and its place in the line until it is sent. Safe for
 * use by any thread.
 */
public final class QueryRunner {
    private final SeriesSource source;
    private final Settings settings;
    /** For queries that run or wait, and for answers that are being sent. */
    private final Semaphore places;
    /** For queries that run. */
    private final Semaphore permits;

    private final QueryMemory memory;
    private final LongSupplier nanoTime;
    private final Counter refused;

    /**
     * How much is allowed.
     *
     * @param limits of each query; a question may shorten the timeout and change the lookback
     * @param maxTotalBytes memory for all queries and for answers that are being sent
     * @param maxConcurrent queries that run at the same time
     * @param maxWaiting queries that wait for one of those to end, and answers that are being sent
     */
    public record Settings(QueryLimits limits, long maxTotalBytes, int maxConcurrent, int maxWaiting) {
        /** Four at a time, by the limits' defaults. */
        public static final Settings DEFAULT =
                new Settings(QueryLimits.DEFAULT, 2 * QueryLimits.DEFAULT.maxBytes(), 4, 32);
    }

    /** What a question may set for itself. */
    record Options(Duration timeout, Duration lookback, BooleanSupplier abandoned) {}

    /**
     * What became of a query in time.
     *
     * @param queueNanos time it waited
     * @param evaluationNanos time it ran
     */
    record Timings(long queueNanos, long evaluationNanos) {}

    /** Sends an answer. */
    @FunctionalInterface
    interface Answering {
        void send(QueryResult result, Timings timings) throws IOException;
    }

    /**
     * @param source what is asked
     * @param nanoTime elapsed time in nanoseconds
     */
    public QueryRunner(SeriesSource source, Settings settings, LongSupplier nanoTime, MeterRegistry meters) {
        this.source = source;
        this.settings = settings;
        this.places = new Semaphore(settings.maxConcurrent() + settings.maxWaiting());
        this.permits = new Semaphore(settings.maxConcurrent(), true);
        this.memory = new QueryMemory(settings.maxTotalBytes());
        this.nanoTime = nanoTime;
        this.refused = Counter.builder("vedette.query.refused")
                .description("Queries refused because too many others were waiting.")
                .register(meters);
        Gauge.builder("vedette.query.waiting", permits, Semaphore::getQueueLength)
                .description("Queries that wait for others to end.")
                .register(meters);
        Gauge.builder("vedette.query.memory.bytes", memory, QueryMemory::usedBytes)
                .description("Memory for the samples of queries and of answers that are being sent.")
                .register(meters);
    }

    QueryLimits limits() {
        return settings.limits();
    }

    /** Pays for whatever else reads samples, too. */
    QueryMemory memory() {
        return memory;
    }

    void instant(Expr expression, long atMillis, Options options, Answering answering)
            throws ApiException, IOException {
        run(options, answering, (engine, context) -> engine.instant(source, expression, atMillis, context));
    }

    void range(Expr expression, long startMillis, long endMillis, long stepMillis, Options options, Answering answering)
            throws ApiException, IOException {
        run(
                options,
                answering,
                (engine, context) -> engine.range(source, expression, startMillis, endMillis, stepMillis, context));
    }

    @FunctionalInterface
    private interface Evaluation {
        QueryResult on(QueryEngine engine, QueryContext context) throws QueryException;
    }

    private void run(Options options, Answering answering, Evaluation evaluation) throws ApiException, IOException {
        long begun = nanoTime.getAsLong();
        takePlace();
        try (QueryMemory.Share share = memory.open()) {
            takePermit(options.timeout());
            QueryResult result;
            long started = nanoTime.getAsLong();
            try {
                Duration left = Duration.ofNanos(Math.max(1, options.timeout().toNanos() - (started - begun)));
                QueryEngine engine = new QueryEngine(limits().with(left, options.lookback()), nanoTime);
                result = evaluation.on(engine, new QueryContext(options.abandoned(), share));
            } finally {
                permits.release();
            }
            answering.send(result, new Timings(started - begun, nanoTime.getAsLong() - started));
        } catch (QueryException e) {
            throw new ApiException(typeOf(e.kind()), String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private void takePlace() throws ApiException {
        if (!places.tryAcquire()) {
            refused.increment();
            throw new ApiException(
                    ApiException.Type.UNAVAILABLE,
                    "too many queries at the same time: " + settings.maxConcurrent() + " run and "
                            + settings.maxWaiting()
                            + " wait or are being sent; ask again in a moment, or raise query.max_waiting");
        }
    }

    private void takePermit(Duration timeout) throws ApiException {
        try {
            if (!permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ApiException(
                        ApiException.Type.TIMEOUT,
                        "query timed out in query queue after " + timeout.toMillis() / 1000.0
                                + " s; raise query.max_concurrent or query.timeout");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ApiException.Type.UNAVAILABLE, "the collector is stopping");
        }
    }

    private static ApiException.Type typeOf(QueryException.Kind kind) {
        return switch (kind) {
            case EXECUTION -> ApiException.Type.EXECUTION;
            case TIMEOUT -> ApiException.Type.TIMEOUT;
            case CANCELED -> ApiException.Type.CANCELED;
            case UNAVAILABLE -> ApiException.Type.UNAVAILABLE;
        };
    }
}
