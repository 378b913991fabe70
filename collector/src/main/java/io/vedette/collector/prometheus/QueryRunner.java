package io.vedette.collector.prometheus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.QueryResult;
import io.vedette.rules.series.SeriesSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Runs queries, a few at a time: more wait in line, and when the line is full more are refused at once, so that
 * dashboards cannot starve the rules. Safe for use by any thread.
 */
final class QueryRunner {
    private final SeriesSource source;
    private final QueryLimits limits;
    /** For queries that run or wait. */
    private final Semaphore places;
    /** For queries that run. */
    private final Semaphore permits;

    private final LongSupplier nanoTime;
    private final Counter refused;

    /** What a question may set for itself. */
    record Options(Duration timeout, Duration lookback, BooleanSupplier abandoned) {}

    /**
     * @param maxConcurrent queries that run at the same time
     * @param maxWaiting queries that wait for one of those to end
     * @param nanoTime elapsed time in nanoseconds
     */
    QueryRunner(
            SeriesSource source,
            QueryLimits limits,
            int maxConcurrent,
            int maxWaiting,
            LongSupplier nanoTime,
            MeterRegistry meters) {
        this.source = source;
        this.limits = limits;
        this.places = new Semaphore(maxConcurrent + maxWaiting);
        this.permits = new Semaphore(maxConcurrent, true);
        this.nanoTime = nanoTime;
        this.refused = Counter.builder("vedette.query.refused")
                .description("Queries refused because too many others were waiting.")
                .register(meters);
        Gauge.builder("vedette.query.waiting", permits, Semaphore::getQueueLength)
                .description("Queries that wait for others to end.")
                .register(meters);
    }

    QueryLimits limits() {
        return limits;
    }

    QueryResult instant(Expr expression, long atMillis, Options options) throws ApiException {
        return run(options, (engine, canceled) -> engine.instant(source, expression, atMillis, canceled));
    }

    QueryResult range(Expr expression, long startMillis, long endMillis, long stepMillis, Options options)
            throws ApiException {
        return run(
                options,
                (engine, canceled) -> engine.range(source, expression, startMillis, endMillis, stepMillis, canceled));
    }

    @FunctionalInterface
    private interface Evaluation {
        QueryResult on(QueryEngine engine, BooleanSupplier canceled) throws QueryException;
    }

    private QueryResult run(Options options, Evaluation evaluation) throws ApiException {
        long deadline = nanoTime.getAsLong() + options.timeout().toNanos();
        if (!places.tryAcquire()) {
            refused.increment();
            throw new ApiException(
                    ApiException.Type.UNAVAILABLE, "too many queries at the same time; ask again in a moment");
        }
        try {
            takePermit(options.timeout());
            try {
                return evaluate(options, evaluation, deadline);
            } finally {
                permits.release();
            }
        } finally {
            places.release();
        }
    }

    private QueryResult evaluate(Options options, Evaluation evaluation, long deadline) throws ApiException {
        try {
            long leftNanos = Math.max(1, deadline - nanoTime.getAsLong());
            QueryLimits mine = new QueryLimits(
                    limits.maxSamples(),
                    limits.maxSeries(),
                    limits.maxSteps(),
                    Duration.ofNanos(leftNanos),
                    options.lookback());
            return evaluation.on(new QueryEngine(mine), options.abandoned());
        } catch (QueryException e) {
            throw new ApiException(typeOf(e.kind()), String.valueOf(e.getMessage()));
        }
    }

    private void takePermit(Duration timeout) throws ApiException {
        try {
            if (!permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ApiException(ApiException.Type.TIMEOUT, "query timed out in query queue");
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
        };
    }
}
