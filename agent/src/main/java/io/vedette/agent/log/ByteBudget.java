package io.vedette.agent.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all sources together may have read and not yet seen acknowledged. This is what bounds the agent's
 * memory when Kafka is slow or away: a source that gets nothing waits, and its files wait with it.
 *
 * <p>Safe for use by any thread.
 */
public final class ByteBudget {
    private final long limitBytes;
    private final AtomicLong freeBytes;
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();

    /** @param limitBytes more than 0 */
    public ByteBudget(long limitBytes) {
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("a budget of " + limitBytes + " bytes");
        }
        this.limitBytes = limitBytes;
        this.freeBytes = new AtomicLong(limitBytes);
    }

    /** Adds someone to be told, on whatever thread, each time bytes are given back; must return at once. */
    public void onRelease(Runnable listener) {
        waiting.add(listener);
    }

    /** Takes bytes if they are all free. */
    public boolean tryAcquire(long bytes) {
        long free;
        do {
            free = freeBytes.get();
            if (free < bytes) {
                return false;
            }
        } while (!freeBytes.compareAndSet(free, free - bytes));
        return true;
    }

    /** Gives bytes back. */
    public void release(long bytes) {
        if (bytes == 0) {
            return;
        }
        if (freeBytes.addAndGet(bytes) > limitBytes) {
            throw new IllegalStateException("more bytes given back than taken");
        }
        waiting.forEach(Runnable::run);
    }

    /** The whole budget. */
    public long limitBytes() {
        return limitBytes;
    }

    /** Bytes under way now. */
    public long usedBytes() {
        return limitBytes - freeBytes.get();
    }
}
