package io.vedette.collector;

import io.vedette.collector.kafka.TopicKeeper;
import io.vedette.collector.state.StateException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the parts that need Kafka to life, in order, once Kafka has the topics. A part that cannot start yet is tried
 * again; the ones after it wait.
 */
final class StartUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);
    private static final long RETRY_SECONDS = 1;

    private final TopicKeeper topics;
    private final List<Step> steps;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "start-up");
    private volatile boolean done;

    /** Starts one part. */
    @FunctionalInterface
    interface Step {
        void start() throws StateException;
    }

    StartUp(TopicKeeper topics, List<Step> steps) {
        this.topics = topics;
        this.steps = List.copyOf(steps);
    }

    void begin() {
        thread.start();
    }

    /** Whether all parts have been started. */
    boolean isDone() {
        return done;
    }

    private void run() {
        try {
            if (!topics.awaitTopics()) {
                return;
            }
            for (Step step : steps) {
                if (!start(step)) {
                    return;
                }
            }
            done = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a part of the collector cannot be started", e);
        }
    }

    /** False if it is time to stop. */
    private boolean start(Step step) throws InterruptedException {
        String told = "";
        while (true) {
            try {
                step.start();
                return true;
            } catch (StateException e) {
                if (closing.getCount() == 0) {
                    return false;
                }
                String reason = String.valueOf(e.getMessage());
                if (!reason.equals(told)) {
                    LOG.warn("{}; trying on", reason);
                    told = reason;
                }
            }
            if (closing.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
