package io.vedette.deploy.benchmark;

/**
 * The times of samples. They lie between the multiples of the interval, as those of a real scrape do; so no sample lies
 * on the edge of a range, which Prometheus counts in since version 3 no more.
 *
 * @param firstMillis of cycle 0
 * @param intervalMillis from one to the next
 */
record Cycles(long firstMillis, long intervalMillis) {
    private static final long OFFSET_MILLIS = 7_000;
    private static final long INTERVAL_MILLIS = 15_000;

    /** So many cycles of 15 s of which the last is just over. */
    static Cycles until(long nowMillis, int count) {
        long last = Math.floorDiv(nowMillis - OFFSET_MILLIS, INTERVAL_MILLIS) * INTERVAL_MILLIS + OFFSET_MILLIS;
        return new Cycles(last - (count - 1) * INTERVAL_MILLIS, INTERVAL_MILLIS);
    }

    long millis(int cycle) {
        return firstMillis + cycle * intervalMillis;
    }
}
