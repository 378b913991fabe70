package io.vedette.collector.prometheus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a few questions be worked on at a time; more wait in line, and when the line is full more are refused at once.
 * Safe for use by any thread.
 */
final class QueryLine {
    private final int maxAtWork;
    private final int maxWaiting;
    /** For questions that are worked on or wait, and for answers that are being sent. */
    private final Semaphore places;
    /** For questions that are worked on. */
    private final Semaphore permits;

    private final Counter refused;

    /** @param kind what asks, for the metrics: {@code promql} or {@code remote_read} */
    QueryLine(String kind, int maxAtWork, int maxWaiting, MeterRegistry meters) {
        this.maxAtWork = maxAtWork;
        this.maxWaiting = maxWaiting;
        this.places = new Semaphore(maxAtWork + maxWaiting);
        this.permits = new Semaphore(maxAtWork, true);
        this.refused = Counter.builder("vedette.query.refused")
                .description("Queries refused because too many others were waiting.")
                .tag("kind", kind)
                .register(meters);
        Gauge.builder("vedette.query.waiting", permits, Semaphore::getQueueLength)
                .description("Queries that wait for others to end.")
                .tag("kind", kind)
                .register(meters);
    }

    /** A place in the line; to be closed when the answer is sent. For one thread. */
    final class Place implements AutoCloseable {
        private boolean atWork = true;

        private Place() {}

        /** Ends the work: the next one's may begin while this one's answer is being sent. */
        void endWork() {
            if (atWork) {
                atWork = false;
                permits.release();
            }
        }

        @Override
        public void close() {
            endWork();
            places.release();
        }
    }

    /** Waits for its turn, which the work may begin with. */
    Place enter(Duration patience) throws ApiException {
        if (!places.tryAcquire()) {
            refused.increment();
            throw new ApiException(
                    ApiException.Type.UNAVAILABLE,
                    "too many queries at the same time: " + maxAtWork + " run and " + maxWaiting
                            + " wait or are being sent; ask again in a moment, or raise query.max_waiting");
        }
        boolean entered = false;
        try {
            entered = permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ApiException.Type.UNAVAILABLE, "the collector is stopping");
        } finally {
            if (!entered) {
                places.release();
            }
        }
        if (!entered) {
            throw new ApiException(
                    ApiException.Type.TIMEOUT,
                    "query timed out in query queue after " + patience.toMillis() / 1000.0
                            + " s; raise query.max_concurrent or query.timeout");
        }
        return new Place();
    }
}
