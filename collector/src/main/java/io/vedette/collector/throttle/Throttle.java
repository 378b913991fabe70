package io.vedette.collector.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Lets some lines a minute through and counts the others, so that a flood of bad input does not become a flood of log
 * lines. Safe for use by any thread.
 */
public final class Throttle {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final int most;
    private final InstantSource clock;
    private Instant end;
    private int said;
    private long heldBack;

    /** @param most how many a minute may be said */
    public Throttle(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
        this.end = clock.instant().plus(PERIOD);
    }

    /**
     * Asks to say one more.
     *
     * @return how many were held back since the last that was said; -1 if this one is to be held back
     */
    public synchronized long held() {
        Instant now = clock.instant();
        // A clock set back must not silence the log for as long as it was set back.
        if (!now.isBefore(end) || now.isBefore(end.minus(PERIOD))) {
            end = now.plus(PERIOD);
            said = 0;
        }
        if (said == most) {
            heldBack++;
            return -1;
        }
        said++;
        long before = heldBack;
        heldBack = 0;
        return before;
    }
}
