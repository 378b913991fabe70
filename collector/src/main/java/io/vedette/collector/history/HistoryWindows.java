package io.vedette.collector.history;

import java.time.Duration;
import java.util.List;

/**
 * Time, cut into windows of equal length that begin at multiples of it since the Unix epoch.
 *
 * @param lengthMillis more than 0
 */
record HistoryWindows(long lengthMillis) {
    /**
     * A window is copied whole, and again if something comes late, while it is in the head: so some must fit into it.
     */
    private static final int WINDOWS_PER_HEAD = 3;

    private static final List<Duration> LENGTHS = List.of(
            Duration.ofHours(2),
            Duration.ofHours(1),
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5));
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    HistoryWindows {
        if (lengthMillis <= 0) {
            throw new IllegalArgumentException("a window of " + lengthMillis + " ms");
        }
    }

    /** The longest windows of which some fit into a head that keeps samples so long. */
    static HistoryWindows forHead(Duration headWindow) {
        Duration longest = headWindow.dividedBy(WINDOWS_PER_HEAD);
        Duration length = LENGTHS.stream()
                .filter(candidate -> candidate.compareTo(longest) <= 0)
                .findFirst()
                .orElse(SHORTEST);
        return new HistoryWindows(length.toMillis());
    }

    /** Start of the window that a time lies in. */
    long startOf(long millis) {
        return Math.floorDiv(millis, lengthMillis) * lengthMillis;
    }
}
