package io.vedette.collector.evaluate;

import io.vedette.rules.labels.Labels;
import java.time.Duration;

/**
 * How rules are evaluated.
 *
 * @param defaultInterval time between evaluations of a group that names none
 * @param catchUp how far back missed instants are made up for; at most the head's window
 * @param threads how many groups are evaluated at once, so that a slow one does not stop the others
 * @param externalLabels of this cluster, for templates
 * @param externalUrl under which people reach this collector, without a slash at its end
 */
public record EvaluatorSettings(
        Duration defaultInterval, Duration catchUp, int threads, Labels externalLabels, String externalUrl) {
    public EvaluatorSettings {
        if (defaultInterval.isNegative() || defaultInterval.isZero() || catchUp.isNegative()) {
            throw new IllegalArgumentException(
                    "interval " + defaultInterval + " and catch-up " + catchUp + " must be more than nothing");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed, not " + threads);
        }
    }
}
