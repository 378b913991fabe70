package io.vedette.agent.ship;

import java.util.ArrayDeque;
import java.util.Deque;

/** A spool in memory; what waits in it is lost when the process ends. */
public final class MemorySpool implements MetricSpool {
    private final long limitBytes;
    private final Object lock = new Object();
    private final Deque<byte[]> batches = new ArrayDeque<>();
    private long sizeBytes;
    private long dropped;

    /** @param limitBytes most bytes that wait; a single larger batch is taken all the same */
    public MemorySpool(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    @Override
    public void add(byte[] batch) {
        synchronized (lock) {
            batches.addLast(batch);
            sizeBytes += batch.length;
            while (sizeBytes > limitBytes && batches.size() > 1) {
                sizeBytes -= batches.removeFirst().length;
                dropped++;
            }
            lock.notifyAll();
        }
    }

    @Override
    public byte[] awaitOldest() throws InterruptedException {
        synchronized (lock) {
            while (batches.isEmpty()) {
                lock.wait();
            }
            return batches.getFirst();
        }
    }

    @Override
    public void delivered(byte[] batch) {
        synchronized (lock) {
            // It may have given way to a newer one while it was under way.
            if (batches.peekFirst() == batch) {
                batches.removeFirst();
                sizeBytes -= batch.length;
            }
        }
    }

    @Override
    public long sizeBytes() {
        synchronized (lock) {
            return sizeBytes;
        }
    }

    @Override
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }
}
