package io.vedette.protocol.log;

import java.nio.ByteBuffer;

/**
 * Consecutive events of one source, with the bytes as they were read.
 *
 * <p>Event <i>i</i> lies in the payload at the sum of the lengths before it; its line terminator is not part of it. An
 * event of several lines has a line feed between them.
 *
 * @param source where the events come from
 * @param readAtMillis when the agent read them, milliseconds since the Unix epoch
 * @param offsets where each event began in its source, in bytes; ascending
 * @param lengths payload bytes of each event
 * @param flags {@link #TRUNCATED}, {@link #UNTERMINATED} and {@link #SPLIT} of each event
 * @param payload the bytes of all events, one after another
 */
public record LogChunk(
        LogSource source, long readAtMillis, long[] offsets, int[] lengths, byte[] flags, ByteBuffer payload) {
    /** Flag: the event was longer than the limit and its end was cut off. */
    public static final byte TRUNCATED = 1;

    /** Flag: the event was sent without having seen its line terminator. */
    public static final byte UNTERMINATED = 2;

    /** Flag: the event had too many lines or bytes and goes on in the next one. */
    public static final byte SPLIT = 4;

    /**
     * @throws IllegalArgumentException if there is no event, the arrays differ in length or the payload is not the sum
     *     of the lengths
     */
    public LogChunk {
        if (offsets.length == 0 || offsets.length != lengths.length || flags.length != lengths.length) {
            throw new IllegalArgumentException(
                    offsets.length + " offsets, " + lengths.length + " lengths, " + flags.length + " flags");
        }
        long sum = 0;
        for (int length : lengths) {
            sum += length;
        }
        if (sum != payload.remaining()) {
            throw new IllegalArgumentException(
                    "lengths add up to " + sum + " but the payload has " + payload.remaining() + " bytes");
        }
    }

    /** Number of events. */
    public int size() {
        return offsets.length;
    }
}
