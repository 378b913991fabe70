package io.vedette.agent.probe;

/** The node does not have what a probe measures. Neither a failure nor a zero: there are no samples. */
public class NothingToMeasure extends Exception {
    /** @param reason what is absent, as part of a sentence for people */
    public NothingToMeasure(String reason) {
        super(reason);
    }
}
