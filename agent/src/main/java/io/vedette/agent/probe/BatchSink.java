package io.vedette.agent.probe;

/** Takes what each cycle measured: the shipper, the {@code /metrics} page. */
@FunctionalInterface
public interface BatchSink {
    /**
     * Called once a cycle by the runner's thread, in order of time. Must return at once; what it throws is counted and
     * logged and does not reach the other sinks.
     */
    void accept(Batch batch);
}
