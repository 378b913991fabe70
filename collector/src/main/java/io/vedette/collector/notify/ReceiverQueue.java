package io.vedette.collector.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vedette.collector.notify.Delivery.Failure;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.collector.state.StateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages to one receiver: at most one for each group waits, tried again until it has arrived, is replaced by a
 * newer one or is refused for good. Each receiver has its own queue and thread, so that a dead one stops nobody.
 *
 * <p>Safe for use by any thread.
 */
final class ReceiverQueue implements Outbox, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverQueue.class);
    private static final long CLOSE_MILLIS = 5_000;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String id;
    private final Receiver receiver;
    private final NotificationLog log;
    private final Settings settings;
    private final String externalUrl;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final MeterRegistry meters;
    private final Tags tags;
    private final Runnable settled;
    private final Gauge gauge;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By group; guarded by {@link #lock}. */
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private String lastFailure = "";
    private volatile boolean closed;

    /**
     * How deliveries are tried again.
     *
     * @param maxMessages that wait, one for each group; beyond it new ones are refused until the next time they are due
     * @param firstPause after the first attempt that failed; doubled each time
     * @param longestPause however often it failed
     */
    record Settings(int maxMessages, Duration firstPause, Duration longestPause) {
        /** For receivers of any kind. */
        static final Settings DEFAULT = new Settings(1_000, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    /** A message and how it fared; guarded by the queue's lock. */
    private static final class Waiting {
        private Draft draft;
        private int attempts;
        private long notBeforeNanos;

        private Waiting(Draft draft, long nowNanos) {
            this.draft = draft;
            this.notBeforeNanos = nowNanos;
        }
    }

    /** @param settled told, on the queue's thread, whenever a message has arrived or was refused for good */
    ReceiverQueue(
            String id,
            Receiver receiver,
            NotificationLog log,
            Settings settings,
            String externalUrl,
            LongSupplier nanos,
            RandomGenerator random,
            MeterRegistry meters,
            Runnable settled) {
        this.id = id;
        this.receiver = receiver;
        this.log = log;
        this.settings = settings;
        this.externalUrl = externalUrl;
        this.nanos = nanos;
        this.random = random;
        this.meters = meters;
        this.tags = Tags.of("integration", id);
        this.settled = settled;
        this.thread = new Thread(this::run, "notify-" + id);
        this.thread.setDaemon(true);
        this.gauge = Gauge.builder("vedette_notify_queue_messages", this, ReceiverQueue::size)
                .description("Messages that wait for a receiver.")
                .tags(tags)
                .register(meters);
    }

    void start() {
        thread.start();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean sendsResolved() {
        return receiver.sendsResolved();
    }

    @Override
    public void offer(Draft draft) {
        lock.lock();
        try {
            Waiting present = waiting.get(draft.groupKey());
            if (present != null) {
                present.draft = draft;
            } else if (waiting.size() >= settings.maxMessages) {
                count("vedette_notify_dropped_total", "queue_full");
            } else {
                waiting.put(draft.groupKey(), new Waiting(draft, nanos.getAsLong()));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel(String groupKey) {
        lock.lock();
        try {
            Waiting present = waiting.get(groupKey);
            if (present != null && present.attempts == 0) {
                waiting.remove(groupKey);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Draft> undelivered(String groupKey) {
        lock.lock();
        try {
            return Optional.ofNullable(waiting.get(groupKey)).map(each -> each.draft);
        } finally {
            lock.unlock();
        }
    }

    private double size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed) {
                Draft draft = next();
                if (draft != null) {
                    handle(draft);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first message whose pause is over; null if there was none for a while, or so it seemed. */
    @SuppressWarnings("WaitNotInLoop")
    private @Nullable Draft next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = nanos.getAsLong();
            long pause = IDLE_NANOS;
            for (Waiting each : waiting.values()) {
                long left = each.notBeforeNanos - now;
                if (left <= 0) {
                    each.attempts++;
                    return each.draft;
                }
                pause = Math.min(pause, left);
            }
            changed.awaitNanos(pause);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void handle(Draft draft) throws InterruptedException {
        Delivery outcome;
        try {
            outcome = attempt(draft);
        } catch (StateException e) {
            outcome = new Delivery.Later(Failure.OTHER, String.valueOf(e.getMessage()), Duration.ZERO);
        } catch (RuntimeException e) {
            LOG.error("receiver {} met a fault of ours", id, e);
            outcome = new Delivery.Never(Failure.OTHER, "a fault of the collector: " + e);
        }
        if (outcome instanceof Delivery.Later later) {
            failed(later.failure(), later.reason(), "trying again");
            postpone(draft, later.after());
        } else {
            if (outcome instanceof Delivery.Never never) {
                failed(never.failure(), never.reason(), "given up until the group is due again");
            } else {
                lastFailure = "";
            }
            remove(draft);
            settled.run();
        }
    }

    private Delivery attempt(Draft draft) throws StateException, InterruptedException {
        Told intent = log.intend(id, draft.groupKey(), draft.firing(), draft.resolved(), draft.at());
        List<RoutedAlert> told = receiver.sendsResolved()
                ? draft.alerts()
                : draft.alerts().stream().filter(alert -> !alert.isResolved()).toList();
        // That all is over is noted even for who does not want to hear it: if it begins again, that is news.
        Delivery outcome = told.isEmpty() ? new Delivery.Done() : send(draft, told, intent.idempotencyKey());
        if (outcome instanceof Delivery.Done) {
            noteDone(draft, intent);
        }
        return outcome;
    }

    private Delivery send(Draft draft, List<RoutedAlert> told, String idempotencyKey) throws InterruptedException {
        Message message = new Message(
                draft.receiver(), draft.groupKey(), draft.groupLabels(), told, externalUrl, idempotencyKey, draft.at());
        long start = nanos.getAsLong();
        Delivery outcome = receiver.deliver(message);
        Timer.builder("vedette_notify_delivery_duration")
                .tags(tags)
                .register(meters)
                .record(nanos.getAsLong() - start, TimeUnit.NANOSECONDS);
        if (outcome instanceof Delivery.Done) {
            Counter.builder("vedette_notify_delivered_total")
                    .description("Messages that arrived.")
                    .tags(tags)
                    .register(meters)
                    .increment();
            LOG.info(
                    "told {} of {}: {} firing, {} resolved",
                    id,
                    draft.groupKey(),
                    draft.firing().size(),
                    draft.resolved().size());
        }
        return outcome;
    }

    /**
     * It has arrived: that must not be forgotten, or it would be sent again, so this does not end before it is kept.
     */
    private void noteDone(Draft draft, Told intent) throws InterruptedException {
        int attempts = 0;
        do {
            try {
                log.done(id, draft.groupKey(), intent);
                return;
            } catch (StateException e) {
                failed(Failure.OTHER, String.valueOf(e.getMessage()), "trying again");
                waitNanos(pauseNanos(++attempts));
            }
        } while (!closed);
    }

    private void waitNanos(long pauseNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pauseNanos;
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(Failure failure, String reason, String consequence) {
        count("vedette_notify_failures_total", failure.label());
        if (!reason.equals(lastFailure)) {
            LOG.warn("{} could not be told: {}; {}", id, reason, consequence);
            lastFailure = reason;
        }
    }

    private void count(String name, String reason) {
        Counter.builder(name).tags(tags).tag("reason", reason).register(meters).increment();
    }

    private void postpone(Draft draft, Duration atLeast) {
        lock.lock();
        try {
            Waiting tried = waiting.remove(draft.groupKey());
            if (tried != null) {
                long pause = Math.max(pauseNanos(tried.attempts), atLeast.toNanos());
                tried.notBeforeNanos = nanos.getAsLong() + pause;
                // To the end, so that a message that fails does not keep those of other groups waiting.
                waiting.put(draft.groupKey(), tried);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Doubled each time, and up to half of it taken off at random so that receivers are not tried in step. */
    private long pauseNanos(int attempts) {
        long longest = settings.longestPause.toNanos();
        int doublings = Math.min(attempts - 1, 30);
        long pause = settings.firstPause.toNanos();
        for (int i = 0; i < doublings && pause < longest; i++) {
            pause *= 2;
        }
        return (long) (Math.min(pause, longest) * (0.5 + 0.5 * random.nextDouble()));
    }

    /** Takes out what arrived, unless something else is to be told of the same group meanwhile. */
    private void remove(Draft draft) {
        lock.lock();
        try {
            Waiting present = waiting.get(draft.groupKey());
            if (present != null && present.draft.saysTheSameAs(draft)) {
                waiting.remove(draft.groupKey());
            } else if (present != null) {
                present.attempts = 0;
                present.notBeforeNanos = nanos.getAsLong();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins no further attempt; returns at once, so that many queues can end at the same time. */
    void stop() {
        closed = true;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops; what has not arrived is sent by the next process. An attempt that has begun may end and be noted, so that
     * it is not made again; one that takes too long is left to itself.
     */
    @Override
    public void close() {
        stop();
        // A queue that replaces this one after a reload has a gauge of the same name.
        meters.remove(gauge);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
