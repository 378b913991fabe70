package io.vedette.agent.ship;

import io.vedette.agent.probe.Batch;
import io.vedette.agent.probe.BatchSink;
import io.vedette.agent.probe.Family;
import io.vedette.protocol.metrics.WriteRequestWriter;

/** Encodes each cycle's samples and leaves them in the spool. Used by the probe runner's thread alone. */
public final class MetricShipper implements BatchSink {
    private final MetricSpool spool;
    private final WriteRequestWriter writer = new WriteRequestWriter();
    private final int describeEvery;
    private int cycles;

    /**
     * @param spool takes the encoded batches
     * @param describeEvery every how many cycles types and help texts are sent along, beginning with the first
     */
    public MetricShipper(MetricSpool spool, int describeEvery) {
        this.spool = spool;
        this.describeEvery = describeEvery;
    }

    @Override
    public void accept(Batch batch) {
        writer.reset();
        batch.forEach((series, value) -> writer.sample(series.wire(), batch.timestampMillis(), value));
        if (cycles++ % describeEvery == 0) {
            for (Family family : batch.families()) {
                writer.metadata(family.name(), family.type(), family.help(), "");
            }
        }
        spool.add(writer.toByteArray());
    }
}
