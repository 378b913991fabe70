package io.vedette.rules.head;

import io.vedette.rules.series.SampleBuffer;

/**
 * What writing chunks takes besides the series: one of each serves all series of a head in turn, under its lock.
 *
 * @param scratch for looking a sample up; its content is overwritten
 */
record ChunkWriting(TimeColumns times, BlockEncoder encoder, SampleBuffer scratch) {
    ChunkWriting() {
        this(new TimeColumns(), new BlockEncoder(), new SampleBuffer());
    }
}
