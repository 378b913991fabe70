package io.vedette.collector;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something at once, then again and again, on a thread of its own; a fault in it is logged and does not end it.
 */
final class Ticks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);

    private final Duration interval;
    private final Runnable task;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Ticks(String name, Duration interval, Runnable task) {
        this.interval = interval;
        this.task = task;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("{} met a fault of ours", thread.getName(), e);
                }
            } while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
