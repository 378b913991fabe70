package io.vedette.rules.group;

import io.vedette.rules.labels.Labels;

/** Takes the samples that rules make. What it took, the source of the next rule's query must show. */
@FunctionalInterface
public interface SampleSink {
    /**
     * Takes a sample.
     *
     * @param timestampMillis milliseconds since the Unix epoch
     * @return whether it was stored or already there
     */
    boolean append(Labels labels, long timestampMillis, double value);
}
