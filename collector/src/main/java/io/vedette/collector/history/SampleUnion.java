package io.vedette.collector.history;

import io.vedette.rules.series.SampleBuffer;

/** Brings samples of one series together that come from two places. */
final class SampleUnion {
    private SampleUnion() {}

    /** Adds all samples of two buffers to a third in order of time; of those at the same time the second's. */
    static void add(SampleBuffer first, SampleBuffer second, SampleBuffer into) {
        int i = 0;
        int j = 0;
        while (i < first.size() && j < second.size()) {
            long one = first.timestampMillis(i);
            long other = second.timestampMillis(j);
            if (one < other) {
                into.add(one, first.value(i++));
            } else {
                into.add(other, second.value(j++));
                i += one == other ? 1 : 0;
            }
        }
        addFrom(first, i, into);
        addFrom(second, j, into);
    }

    /** Adds the samples of a buffer from an index on to another. */
    static void addFrom(SampleBuffer from, int begin, SampleBuffer into) {
        for (int i = begin; i < from.size(); i++) {
            into.add(from.timestampMillis(i), from.value(i));
        }
    }
}
