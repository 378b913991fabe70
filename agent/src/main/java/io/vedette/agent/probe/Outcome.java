package io.vedette.agent.probe;

import org.jspecify.annotations.Nullable;

/**
 * How a run of a probe ended.
 *
 * @param kind what came of it
 * @param samples what it gave, also before it failed
 * @param reason why it failed or had nothing to measure
 * @param missingTool the command it lacked
 * @param endedNanos when it ended, on the runner's nanosecond clock
 * @param durationNanos how long it took
 */
record Outcome(
        Kind kind,
        Collected samples,
        @Nullable String reason,
        @Nullable String missingTool,
        long endedNanos,
        long durationNanos) {
    enum Kind {
        MEASURED,
        NOTHING,
        FAILED
    }
}
