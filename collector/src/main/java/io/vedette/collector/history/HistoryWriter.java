package io.vedette.collector.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.metrics.Completeness;
import io.vedette.rules.head.Head;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the head to the history, on a thread of its own, so that nothing waits for an index that is away. What fails
 * is tried again with growing pauses; meanwhile the head keeps what was not copied, up to twice its window.
 *
 * <p>Safe for use by any thread.
 */
public final class HistoryWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    /** So long the start waits for the history to say how far it is. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final HistoryKeeper keeper;
    private final HistoryMeters meters;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "history-write");

    /**
     * @param history written by this object alone; not closed by it
     * @param completeness tells up to when the head has all that was sent
     */
    public HistoryWriter(SampleHistory history, Head head, Completeness completeness, MeterRegistry registry) {
        this.meters = new HistoryMeters(registry);
        this.keeper = new HistoryKeeper(
                history,
                head,
                completeness,
                HistoryWindows.forHead(head.limits().window()),
                meters);
    }

    /**
     * Begins to copy, in the background. To be called before the head is filled; returns when the history has said how
     * far it is, or takes too long to. Call once.
     */
    public void start() {
        thread.start();
        try {
            if (!asked.await(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("the history takes its time to say how far it is; going on meanwhile");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = IDLE;
        String told = "";
        while (true) {
            try {
                keeper.prepare();
                asked.countDown();
                boolean more = keeper.step();
                if (!told.isEmpty()) {
                    LOG.info("the history is written again");
                    told = "";
                }
                pause = more ? Duration.ZERO : IDLE;
            } catch (IOException | RuntimeException e) {
                asked.countDown();
                meters.writeFailed();
                String reason = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
                if (!reason.equals(told)) {
                    LOG.warn(
                            "the history cannot be written: {}; trying on",
                            reason,
                            e instanceof IOException ? null : e);
                    told = reason;
                }
                pause = longer(pause);
            }
            try {
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(IDLE) < 0 ? IDLE : doubled.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : doubled;
    }

    /** Ends after the window at hand. */
    @Override
    public void close() {
        closing.countDown();
        asked.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
