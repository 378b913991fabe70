package io.vedette.collector.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Works out up to when the head is complete, from when Kafka was asked for the topic's end and had been read to it.
 *
 * <p>Safe for use by any thread; one thread tells it of contacts.
 */
final class Watermark implements Completeness {
    private final MetricsSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private Instant lastContact = Instant.MIN;
    private Instant heldUntil = Instant.MIN;
    /** Guarded by {@link #lock}. */
    private Instant completeUntil = Instant.EPOCH;

    Watermark(MetricsSettings settings) {
        this.settings = settings;
    }

    /**
     * Kafka answered. After an outage agents need time to deliver what they kept meanwhile; until then their silence
     * means nothing.
     */
    void contact(Instant now) {
        if (!lastContact.equals(Instant.MIN)
                && Duration.between(lastContact, now).compareTo(settings.outage()) > 0) {
            heldUntil = now.plus(settings.outageGrace());
        }
        lastContact = now;
    }

    /** All that Kafka had when it was asked has been read: up to when that makes the head complete. */
    Instant reached(Instant askedAt) {
        Instant until = askedAt.minus(settings.allowedDelay());
        Instant present = completeUntil();
        return askedAt.isBefore(heldUntil) || until.isBefore(present) ? present : until;
    }

    void publish(Instant until) {
        lock.lock();
        try {
            if (until.isAfter(completeUntil)) {
                completeUntil = until;
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant completeUntil() {
        lock.lock();
        try {
            return completeUntil;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitComplete(Instant until, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = atMost.toNanos();
            while (completeUntil.isBefore(until) && leftNanos > 0) {
                leftNanos = moved.awaitNanos(leftNanos);
            }
            return !completeUntil.isBefore(until);
        } finally {
            lock.unlock();
        }
    }
}
