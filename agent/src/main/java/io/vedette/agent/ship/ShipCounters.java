package io.vedette.agent.ship;

import java.util.concurrent.atomic.LongAdder;

/** What the shipper counts, since it was started. Safe for use by any thread. */
public final class ShipCounters {
    final LongAdder records = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder failures = new LongAdder();

    ShipCounters() {}

    /** Records that Kafka has acknowledged. */
    public long records() {
        return records.sum();
    }

    /** Bytes of their values, before compression. */
    public long bytes() {
        return bytes.sum();
    }

    /** Records that were refused, or not acknowledged. */
    public long failures() {
        return failures.sum();
    }
}
