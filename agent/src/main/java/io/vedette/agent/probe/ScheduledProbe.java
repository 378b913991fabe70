package io.vedette.agent.probe;

import java.time.Duration;

/**
 * A probe and when it runs.
 *
 * @param probe what runs
 * @param every zero to run in each cycle, which then waits a moment for the result; else how often it runs beside the
 *     cycles, which repeat its last samples
 * @param deadline after this long the run's thread is interrupted and the run counts as failed
 */
public record ScheduledProbe(Probe probe, Duration every, Duration deadline) {
    /** A probe that reads a few files may take this long before it counts as hanging. */
    private static final Duration QUICK_DEADLINE = Duration.ofSeconds(10);

    public ScheduledProbe {
        if (every.isNegative()) {
            throw new IllegalArgumentException(probe.name() + " cannot run every " + every);
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(probe.name() + " needs a deadline after it begins, not " + deadline);
        }
    }

    /** A probe that runs in each cycle. */
    public static ScheduledProbe eachCycle(Probe probe) {
        return new ScheduledProbe(probe, Duration.ZERO, QUICK_DEADLINE);
    }

    /** A slow probe with a schedule of its own. */
    public static ScheduledProbe every(Duration every, Duration deadline, Probe probe) {
        return new ScheduledProbe(probe, every, deadline);
    }
}
