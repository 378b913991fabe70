package io.vedette.collector.history;

import io.vedette.collector.metrics.Completeness;
import java.time.Duration;
import java.time.Instant;

/** Complete up to when a test says. */
final class SteppedCompleteness implements Completeness {
    private Instant until = Instant.EPOCH;

    void moveTo(long millis) {
        until = Instant.ofEpochMilli(millis);
    }

    @Override
    public Instant completeUntil() {
        return until;
    }

    @Override
    public boolean awaitComplete(Instant asked, Duration atMost) {
        return !until.isBefore(asked);
    }
}
