package io.vedette.rules.head;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a {@link Head} holds and what became of the samples it was given.
 *
 * @param bytes memory for samples and index, estimated from the sizes of the objects
 * @param appended samples since the start, by outcome; every outcome is there
 * @param evictedChunks chunks dropped since the start because the memory was used up
 * @param completeFromMillis the time from which on nothing has been forgotten; empty while no sample has come
 * @param refusals who met a limit, most samples first
 */
public record HeadStats(
        int series,
        long samples,
        long bytes,
        long chunks,
        Map<Head.Appended, Long> appended,
        long evictedChunks,
        OptionalLong completeFromMillis,
        List<Refusal> refusals) {

    public HeadStats {
        appended = Map.copyOf(appended);
        refusals = List.copyOf(refusals);
    }

    /** A limit of {@link HeadLimits}. */
    public enum Limit {
        SERIES,
        SERIES_PER_INSTANCE,
        SERIES_PER_METRIC,
        BYTES
    }

    /**
     * Samples that were refused with {@link Head.Appended#LIMITED}.
     *
     * @param name the instance or metric that has too many series; of the limits that hold for all, the metric's name
     * @param samples how many since the start
     */
    public record Refusal(Limit limit, String name, long samples) {}
}
