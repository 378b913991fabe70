package io.vedette.collector.prometheus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryContext;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.QueryMemory;
import io.vedette.rules.promql.QueryResult;
import io.vedette.rules.promql.QueryStatistics;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries, a few at a time: more wait in line, and when the line is full more are refused at once, so that
 * dashboards cannot starve the rules. An answer keeps its memory and its place in the line until it is sent. Safe for
 * use by any thread.
 */
public final class QueryRunner {
    private final SeriesSource source;
    private final Settings settings;
    private final QueryLine line;
    private final QueryMemory memory;
    private final LongSupplier nanoTime;

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

    /**
     * What a question may set for itself.
     *
     * @param counted whether it wants to know what it cost
     */
    record Options(Duration timeout, Duration lookback, BooleanSupplier abandoned, boolean counted) {}

    /**
     * What a query cost.
     *
     * @param queueNanos time it waited
     * @param evaluationNanos time it ran
     * @param samples what it read; null if it was not asked for
     */
    record Cost(
            long queueNanos, long evaluationNanos, @Nullable QueryStatistics samples) {}

    /** Sends an answer. */
    @FunctionalInterface
    interface Answering {
        void send(QueryResult result, Cost cost) throws IOException;
    }

    /**
     * @param source what is asked
     * @param nanoTime elapsed time in nanoseconds
     */
    public QueryRunner(SeriesSource source, Settings settings, LongSupplier nanoTime, MeterRegistry meters) {
        this.source = source;
        this.settings = settings;
        this.line = new QueryLine("promql", settings.maxConcurrent(), settings.maxWaiting(), meters);
        this.memory = new QueryMemory(settings.maxTotalBytes());
        this.nanoTime = nanoTime;
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
        try (QueryLine.Place place = line.enter(options.timeout());
                QueryMemory.Share share = memory.open()) {
            long started = nanoTime.getAsLong();
            Duration left = Duration.ofNanos(Math.max(1, options.timeout().toNanos() - (started - begun)));
            QueryEngine engine = new QueryEngine(limits().with(left, options.lookback()), nanoTime);
            QueryStatistics samples = options.counted() ? new QueryStatistics() : null;
            QueryResult result = evaluation.on(engine, new QueryContext(options.abandoned(), share, samples));
            place.endWork();
            answering.send(result, new Cost(started - begun, nanoTime.getAsLong() - started, samples));
        } catch (QueryException e) {
            throw new ApiException(typeOf(e.kind()), String.valueOf(e.getMessage()));
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
