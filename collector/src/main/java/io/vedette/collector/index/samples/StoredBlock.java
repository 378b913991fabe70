package io.vedette.collector.index.samples;

/**
 * A block as it is read back.
 *
 * @param fromMillis time of its first sample, milliseconds since the Unix epoch
 * @param times for {@link BlockReader}
 * @param values for {@link BlockReader}
 */
public record StoredBlock(long fromMillis, byte[] times, byte[] values) {}
