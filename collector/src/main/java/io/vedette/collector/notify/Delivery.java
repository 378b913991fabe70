package io.vedette.collector.notify;

import java.time.Duration;
import java.util.Locale;

/** What became of an attempt to deliver a message; decided by the receiver, where the answer is read. */
public sealed interface Delivery {
    /** Why a message did not arrive, for the metric. */
    enum Failure {
        /** The receiver says that the message or the configuration is wrong. */
        CLIENT_ERROR,
        /** The receiver says that it has a problem. */
        SERVER_ERROR,
        /** No connection. */
        UNREACHABLE,
        /** No answer in time. */
        TIMEOUT,
        /** User name or password was refused. */
        AUTHENTICATION,
        /** Something else. */
        OTHER;

        /** As a label's value. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** It has arrived. */
    record Done() implements Delivery {}

    /**
     * It may arrive if it is tried again.
     *
     * @param reason for people; holds no secret
     * @param after at least this long; zero to leave it to the one who tries
     */
    record Later(Failure failure, String reason, Duration after) implements Delivery {}

    /**
     * Trying again would not help.
     *
     * @param reason for people; holds no secret
     */
    record Never(Failure failure, String reason) implements Delivery {}
}
