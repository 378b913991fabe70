package io.vedette.collector.metrics;

import java.time.Duration;
import java.time.Instant;

/** Up to when the head has all that was sent. Safe for use by any thread. */
public interface Completeness {
    /**
     * The instant up to which nothing more is waited for; {@link Instant#EPOCH} before the head is rebuilt. Never goes
     * back, and stands still while Kafka does not answer: silence is told from an outage.
     */
    Instant completeUntil();

    /**
     * Waits until the head is complete up to an instant.
     *
     * @param atMost how long to wait
     * @return whether it is
     */
    boolean awaitComplete(Instant until, Duration atMost) throws InterruptedException;
}
