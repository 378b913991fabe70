package io.vedette.agent.ship;

/**
 * Where batches of samples wait for Kafka, oldest first. When it is full the oldest give way: what is known of now
 * matters more. Safe for use by any thread.
 */
public interface MetricSpool {
    /** Adds a batch; never blocks. */
    void add(byte[] batch);

    /** The oldest batch, which stays where it is; waits until there is one. */
    byte[] awaitOldest() throws InterruptedException;

    /** Forgets a batch, given by {@link #awaitOldest}, that has arrived. */
    void delivered(byte[] batch);
}
