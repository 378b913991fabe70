package io.vedette.agent.probe;

import java.io.IOException;

/**
 * Measures one thing about the node.
 *
 * <p>A probe does nothing but measure: the {@link ProbeRunner} times it, counts its failures and reports its success.
 * It is called by one thread at a time, though not always the same one, and may keep buffers from call to call. When it
 * passes its deadline its thread is interrupted, and it must then end as soon as it can.
 */
public interface Probe {
    /** The name it is known by in the command line and in the label {@code collector}: lower case, no spaces. */
    String name();

    /**
     * Measures once.
     *
     * @param out takes the samples; what was added before an exception is thrown is kept
     * @throws IOException if it could not be measured, with a message that says what to do
     * @throws NothingToMeasure if the node does not have what this probe measures
     */
    void collect(Samples out) throws IOException, NothingToMeasure;
}
