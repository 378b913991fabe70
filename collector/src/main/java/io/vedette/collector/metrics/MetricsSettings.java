package io.vedette.collector.metrics;

import java.time.Duration;

/**
 * How samples are taken in.
 *
 * @param window how far back the topic is read at start; the head's window
 * @param allowedDelay how long after a sample's time it may arrive and still be waited for
 * @param outage without an answer from Kafka for longer than this, agents are taken to be cut off from it as well
 * @param outageGrace how long agents may take to deliver what they kept, once Kafka answers again
 * @param farFuture samples further ahead of the wall clock than this are refused: the sender's clock is wrong
 * @param maxAgents agents with a series {@code up}
 * @param maxSeriesKnown label sets kept to save decoding
 */
public record MetricsSettings(
        Duration window,
        Duration allowedDelay,
        Duration outage,
        Duration outageGrace,
        Duration farFuture,
        int maxAgents,
        int maxSeriesKnown) {
    public MetricsSettings {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window " + window + " must be longer than nothing");
        }
    }

    /** What fits most clusters, for a head of the given window. */
    public static MetricsSettings forWindow(Duration window) {
        return new MetricsSettings(
                window,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                100_000,
                1_000_000);
    }
}
