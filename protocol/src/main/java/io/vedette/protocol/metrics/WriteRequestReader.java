package io.vedette.protocol.metrics;

import io.vedette.protocol.MalformedRecordException;

/**
 * Reads remote-write 1.0 {@code WriteRequest} messages, keeping the strings it has seen so that the label sets of a
 * steady sender cost next to nothing.
 *
 * <p>Not safe for use by several threads.
 */
public final class WriteRequestReader {
    /**
     * Reads a whole request. Nothing is handed to the visitor from the series in which a fault is found.
     *
     * @throws MalformedRecordException if the bytes are no request, are cut short, hold invalid UTF-8, a label name
     *     twice, an empty label name, or a series without a metric name; the message names the byte position
     */
    public void read(byte[] request, WriteRequestVisitor visitor) throws MalformedRecordException {
        throw new UnsupportedOperationException();
    }
}
