package io.vedette.rules.promql;

import java.util.concurrent.atomic.AtomicLong;

/** Memory for samples that all queries which run at the same time share. Safe for use by any thread. */
public final class QueryMemory {
    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** @param maxBytes how much there is */
    public QueryMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** How much there is, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /** How much is taken, in bytes. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** A share for one query, with nothing taken yet. */
    public Share open() {
        return new Share();
    }

    /** What one query has taken; closing it gives all back. To be used by one thread at a time. */
    public final class Share implements AutoCloseable {
        private long takenBytes;

        private Share() {}

        /** Takes some, or nothing and answers false if there is not so much left. */
        public boolean take(long bytes) {
            if (usedBytes.addAndGet(bytes) > maxBytes) {
                usedBytes.addAndGet(-bytes);
                return false;
            }
            takenBytes += bytes;
            return true;
        }

        /** Gives some back. */
        public void give(long bytes) {
            takenBytes -= bytes;
            usedBytes.addAndGet(-bytes);
        }

        /** How much there is for all queries, in bytes. */
        public long maxBytes() {
            return maxBytes;
        }

        @Override
        public void close() {
            give(takenBytes);
        }
    }
}
