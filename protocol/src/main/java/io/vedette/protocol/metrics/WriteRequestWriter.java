package io.vedette.protocol.metrics;

/**
 * Builds one remote-write 1.0 {@code WriteRequest} in a buffer that is kept from one request to the next.
 *
 * <p>Not safe for use by several threads.
 */
public final class WriteRequestWriter {
    /** Starts a request, forgetting what was written before. */
    public void reset() {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds one series with one sample.
     *
     * @param timestampMillis milliseconds since the Unix epoch
     */
    public void sample(EncodedLabels labels, long timestampMillis, double value) {
        throw new UnsupportedOperationException();
    }

    /** Adds what is known of a metric family. */
    public void metadata(String family, MetricType type, String help, String unit) {
        throw new UnsupportedOperationException();
    }

    /** Bytes written since {@link #reset}. */
    public int sizeBytes() {
        throw new UnsupportedOperationException();
    }

    /** A copy of the request's bytes. */
    public byte[] toByteArray() {
        throw new UnsupportedOperationException();
    }
}
