package io.vedette.agent.probe;

import org.jspecify.annotations.Nullable;

/** Keeps the newest batch for {@code /metrics}. Safe for use by any thread. */
public final class LatestBatch implements BatchSink {
    private volatile @Nullable Batch latest;

    @Override
    public void accept(Batch batch) {
        latest = batch;
    }

    /** The newest batch; one without samples before the first cycle has ended. */
    public Batch get() {
        Batch batch = latest;
        return batch == null ? Batch.empty(0) : batch;
    }
}
