package io.vedette.rules.head;

/** The time before which a head has forgotten everything. One thread at a time moves it, any may read. */
final class Horizon {
    private volatile long millis = Long.MIN_VALUE;

    long millis() {
        return millis;
    }

    void moveTo(long newMillis) {
        millis = newMillis;
    }
}
