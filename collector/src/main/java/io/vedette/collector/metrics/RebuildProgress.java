package io.vedette.collector.metrics;

/**
 * How far the head has been rebuilt from Kafka.
 *
 * @param recordsDone records read since the start, while rebuilding
 * @param recordsTotal records that were to be read at the start; 0 while waiting
 */
public record RebuildProgress(State state, long recordsDone, long recordsTotal) {
    /** Where the head stands. */
    public enum State {
        /** Kafka has not answered yet. */
        WAITING,
        /** What Kafka has of the head's window is being read. */
        REBUILDING,
        /** The head has all that was there at the start, and follows. */
        LIVE
    }

    /** From 0 to 100. */
    public int percent() {
        return switch (state) {
            case WAITING -> 0;
            case REBUILDING -> recordsTotal == 0 ? 0 : (int) Math.min(99, 100 * recordsDone / recordsTotal);
            case LIVE -> 100;
        };
    }

    /** For people: {@code rebuilding the head: 1200 of 4800 records (25%)}. */
    @Override
    public String toString() {
        return switch (state) {
            case WAITING -> "waiting for Kafka";
            case REBUILDING ->
                "rebuilding the head: " + recordsDone + " of " + recordsTotal + " records (" + percent() + "%)";
            case LIVE -> "live";
        };
    }
}
