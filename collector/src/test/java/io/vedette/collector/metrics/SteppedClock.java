package io.vedette.collector.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is stepped. */
public final class SteppedClock implements InstantSource {
    private volatile Instant now;

    /** Stands at an instant. */
    public SteppedClock(Instant now) {
        this.now = now;
    }

    /** Moves on. */
    public void step(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
