package io.vedette.collector.notify;

/** A way to reach people. Called by one thread at a time; knows nothing of retries, queues and what was told before. */
public interface Receiver {
    /** Whether it wants to hear of alerts that are over. */
    boolean sendsResolved();

    /**
     * Tries once to deliver a message, in bounded time.
     *
     * @throws InterruptedException if the thread is asked to end; nothing is known of the delivery then
     */
    Delivery deliver(Message message) throws InterruptedException;
}
