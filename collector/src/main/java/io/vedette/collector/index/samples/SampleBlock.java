package io.vedette.collector.index.samples;

import io.vedette.rules.labels.Labels;

/**
 * Consecutive samples of one series as they are stored: a series has one block a window, and another one for what came
 * late.
 *
 * @param series made of the labels
 * @param fromMillis time of the first sample, milliseconds since the Unix epoch
 * @param toMillis time of the last sample
 * @param samples how many, 1 to {@value #SAMPLES_MAX}
 * @param times as {@link BlockWriter} wrote them; series that were sampled at the same times have the same bytes
 * @param values as {@link BlockWriter} wrote them
 */
public record SampleBlock(
        SeriesId series, Labels labels, long fromMillis, long toMillis, int samples, byte[] times, byte[] values) {
    /** With so many, times take less than the 32,766 bytes that indexes allow a value, whatever they are. */
    public static final int SAMPLES_MAX = 3_000;

    /** Labels that take more are never stored: each must fit a term of an index, 32,766 bytes, also when escaped. */
    public static final int LABEL_BYTES_MAX = 16_000;

    public SampleBlock {
        if (samples < 1 || samples > SAMPLES_MAX || fromMillis > toMillis) {
            throw new IllegalArgumentException(
                    "a block of " + samples + " samples from " + fromMillis + " to " + toMillis);
        }
    }

    /** Bytes of times and values. */
    public int sizeBytes() {
        return times.length + values.length;
    }
}
