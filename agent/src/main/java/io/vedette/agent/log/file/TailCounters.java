package io.vedette.agent.log.file;

import java.util.concurrent.atomic.LongAdder;

/** What the tail counts, since it was started. Safe for use by any thread. */
public final class TailCounters {
    final LongAdder lines = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder splitEvents = new LongAdder();
    final LongAdder cutLines = new LongAdder();
    final LongAdder lostBytes = new LongAdder();
    final LongAdder repeatedBytes = new LongAdder();
    final LongAdder truncations = new LongAdder();
    final LongAdder readErrors = new LongAdder();
    final LongAdder registryErrors = new LongAdder();

    TailCounters() {}

    /** Lines handed to the shipper, repetitions included. */
    public long lines() {
        return lines.sum();
    }

    /** Events handed to the shipper, repetitions included: of one line, or of several that were joined. */
    public long events() {
        return events.sum();
    }

    /** Events that were ended as they had too many lines or bytes. */
    public long splitEvents() {
        return splitEvents.sum();
    }

    /** Bytes read as lines, terminators and repetitions included. */
    public long bytes() {
        return bytes.sum();
    }

    /** Lines that were longer than the limit. */
    public long cutLines() {
        return cutLines.sum();
    }

    /** Bytes known to have been written that were truncated away, or deleted, before they could be read. */
    public long lostBytes() {
        return lostBytes.sum();
    }

    /** Bytes that were read again because Kafka did not acknowledge them. */
    public long repeatedBytes() {
        return repeatedBytes.sum();
    }

    /** Files found truncated. */
    public long truncations() {
        return truncations.sum();
    }

    /** Files that could not be opened or read. */
    public long readErrors() {
        return readErrors.sum();
    }

    /** Times the registry could not be written. */
    public long registryErrors() {
        return registryErrors.sum();
    }
}
