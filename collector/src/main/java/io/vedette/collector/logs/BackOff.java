package io.vedette.collector.logs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries: each twice as long as the last up to a limit, and varied, so that collectors that failed
 * together do not come back all at once.
 *
 * <p>Not safe for use by several threads.
 */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final RandomGenerator random;
    private Duration next = FIRST;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** The next pause. */
    Duration next() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return Duration.ofMillis((long) (pause.toMillis() * (0.5 + random.nextDouble() / 2)));
    }

    /** To be called when a try has succeeded. */
    void reset() {
        next = FIRST;
    }
}
