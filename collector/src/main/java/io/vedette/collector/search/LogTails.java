package io.vedette.collector.search;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.Cursor;
import io.vedette.collector.index.LogPage;
import io.vedette.collector.index.LogQueryException;
import io.vedette.collector.index.LogSearcher;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Followers of the logs, each a stream of server-sent events with a thread of its own, so that a slow reader keeps
 * nobody else waiting.
 *
 * <p>Safe for use by any thread.
 */
final class LogTails implements AutoCloseable {
    /** Followers at a time. */
    static final int TAILS_MAX = 32;

    private static final Logger LOG = LoggerFactory.getLogger(LogTails.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(400);
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(15);

    private final LogSearcher index;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Counter skipped;
    private final ThreadPoolExecutor threads;
    private final Semaphore permits = new Semaphore(TAILS_MAX);
    private final CountDownLatch closing = new CountDownLatch(1);

    LogTails(LogSearcher index, InstantSource clock, LongSupplier nanos, MeterRegistry meters) {
        this.index = index;
        this.clock = clock;
        this.nanos = nanos;
        AtomicInteger number = new AtomicInteger();
        // The permits are the limit; a thread is not yet free when its permit is.
        threads = new ThreadPoolExecutor(0, 2 * TAILS_MAX, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "vedette-log-tail-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        skipped = Counter.builder("vedette_log_tail_skipped_lines_total")
                .description("Lines that followers were not sent as they came faster than could be sent")
                .register(meters);
        Gauge.builder("vedette_log_tails", threads, ThreadPoolExecutor::getActiveCount)
                .description("Followers of the logs")
                .register(meters);
    }

    /**
     * Begins a stream, unless there are too many.
     *
     * @param after where an earlier stream broke off; null to begin with now
     * @return whether it was begun
     */
    boolean follow(Context context, String query, @Nullable Cursor after) {
        if (!permits.tryAcquire()) {
            return false;
        }
        context.status(200);
        context.contentType("text/event-stream; charset=utf-8");
        context.header("Cache-Control", "no-cache");
        context.header("X-Accel-Buffering", "no");
        context.async(
                config -> {
                    config.executor = threads;
                    config.timeout = 0;
                },
                () -> {
                    try {
                        run(context.res().getOutputStream(), new Arrivals(index, clock, query, after));
                    } finally {
                        permits.release();
                    }
                });
        return true;
    }

    private void run(ServletOutputStream out, Arrivals arrivals) {
        try {
            long beat = nanos.getAsLong();
            write(out, ": following\n\n");
            out.flush();
            do {
                Arrivals.Look look = arrivals.look();
                for (LogPage.Hit hit : look.hits()) {
                    write(out, "id: " + hit.cursor() + "\ndata: ");
                    out.write(hit.json());
                    write(out, "\n\n");
                }
                if (look.skipped() > 0) {
                    skipped.increment(look.skipped());
                    write(out, ": " + look.skipped() + " lines were left out\n\n");
                }
                boolean silent = look.hits().isEmpty() && look.skipped() == 0;
                if (silent && nanos.getAsLong() - beat < HEARTBEAT_EVERY.toNanos()) {
                    continue;
                }
                if (silent) {
                    write(out, ": still here\n\n");
                }
                out.flush();
                beat = nanos.getAsLong();
            } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (IOException | LogQueryException e) {
            // The reader left, or the index is away: the stream ends, and whoever wants it on asks again.
            LOG.debug("a follower's stream ended: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closing.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
