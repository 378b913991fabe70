package io.vedette.agent.ship;

import io.vedette.agent.spool.DiskSpool;
import io.vedette.agent.spool.SpoolRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Batches of samples that wait on disk, so that those of an outage are there after a restart. */
public final class MetricsOnDisk implements MetricSpool {
    private final DiskSpool spool;
    private final AtomicReference<@Nullable SpoolRecord> givenOut = new AtomicReference<>();

    /** @param spool in which the oldest give way */
    public MetricsOnDisk(DiskSpool spool) {
        this.spool = spool;
    }

    @Override
    public void add(byte[] batch) {
        spool.add(List.of(batch));
    }

    @Override
    public byte[] awaitOldest() throws InterruptedException {
        SpoolRecord oldest = spool.awaitOldest(0).get(0);
        givenOut.set(oldest);
        return oldest.bytes();
    }

    @Override
    public void delivered(byte[] batch) {
        SpoolRecord oldest = givenOut.get();
        if (oldest != null && oldest.bytes() == batch) {
            spool.delivered(oldest.sequence());
        }
    }
}
