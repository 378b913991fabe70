package io.vedette.protocol.log;

import io.vedette.protocol.MalformedRecordException;

/**
 * Writes and reads {@link LogChunk}s. The layout is a protobuf message, given in {@code log_chunk.proto} beside this
 * class.
 *
 * <p>Safe for use by any thread.
 */
public final class LogChunkCodec {
    private LogChunkCodec() {}

    /** The chunk's wire form. */
    public static byte[] encode(LogChunk chunk) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a chunk. The payload of the result is a view on {@code record}, not a copy.
     *
     * @throws MalformedRecordException if the bytes are no chunk, are cut short or contradict themselves
     */
    public static LogChunk decode(byte[] record) throws MalformedRecordException {
        throw new UnsupportedOperationException();
    }
}
