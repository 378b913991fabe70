package io.vedette.agent.log.syslog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message as it waits in the spool.
 *
 * @param atMillis when it came, milliseconds since the Unix epoch
 * @param flags as in {@link io.vedette.protocol.log.LogChunk}
 * @param peer the address it came from
 * @param message its bytes
 */
record Received(long atMillis, byte flags, String peer, byte[] message) {
    private static final int FIXED_BYTES = 10;

    /** The form in which it is spooled. */
    static byte[] encode(long atMillis, byte flags, byte[] peer, byte[] message, int length) {
        byte[] result = new byte[FIXED_BYTES + peer.length + length];
        ByteBuffer.wrap(result)
                .putLong(atMillis)
                .put(flags)
                .put((byte) peer.length)
                .put(peer)
                .put(message, 0, length);
        return result;
    }

    /** Reads that form; null if it is none, as of another version. */
    static @Nullable Received decode(byte[] spooled) {
        if (spooled.length < FIXED_BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(spooled);
        long atMillis = in.getLong();
        byte flags = in.get();
        int peer = in.get() & 0xff;
        if (peer > in.remaining()) {
            return null;
        }
        int begin = FIXED_BYTES + peer;
        return new Received(
                atMillis,
                flags,
                new String(spooled, FIXED_BYTES, peer, StandardCharsets.US_ASCII),
                Arrays.copyOfRange(spooled, begin, spooled.length));
    }
}
