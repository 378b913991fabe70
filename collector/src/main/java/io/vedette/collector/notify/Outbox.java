package io.vedette.collector.notify;

import java.util.Optional;

/** Messages on their way to one receiver. Safe for use by any thread; returns at once. */
interface Outbox {
    /** Name of the receiver, kind and position in its list. */
    String id();

    /** Whether the receiver wants to hear of alerts that are over. */
    boolean sendsResolved();

    /** Takes a message; one of the same group that has not arrived yet is replaced. */
    void offer(Draft draft);

    /** Takes back the message of a group, if it has not been tried. */
    void cancel(String groupKey);

    /** The message of a group that has not arrived yet. */
    Optional<Draft> undelivered(String groupKey);
}
