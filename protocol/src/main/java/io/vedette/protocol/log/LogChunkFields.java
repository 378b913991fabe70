package io.vedette.protocol.log;

import io.vedette.protocol.MalformedRecordException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What has been read of a chunk so far; becomes a {@link LogChunk} once it proves whole. */
final class LogChunkFields {
    private static final LogSource.Kind[] KINDS = LogSource.Kind.values();

    String host = "";
    int kind;
    String name = "";
    String identity = "";
    String encoding = "";
    String dataset = "";
    long readAtMillis;
    byte[] flags = new byte[0];
    ByteBuffer payload = ByteBuffer.allocate(0);

    private long[] offsets = new long[64];
    private int offsetCount;
    private int[] lengths = new int[64];
    private int lengthCount;

    void addOffsetStep(long step) throws MalformedRecordException {
        long before = offsetCount == 0 ? 0 : offsets[offsetCount - 1];
        if (step < 0 || before + step < 0) {
            throw new MalformedRecordException("offset of event " + offsetCount + " lies before the one before it");
        }
        checkCount(offsetCount);
        if (offsetCount == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsetCount);
        }
        offsets[offsetCount++] = before + step;
    }

    void addLength(int length) throws MalformedRecordException {
        if (length < 0) {
            throw new MalformedRecordException("length of event " + lengthCount + " is more than 2 GiB");
        }
        checkCount(lengthCount);
        if (lengthCount == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * lengthCount);
        }
        lengths[lengthCount++] = length;
    }

    LogChunk toChunk() throws MalformedRecordException {
        if (host.isEmpty() || identity.isEmpty()) {
            throw new MalformedRecordException(
                    "a log chunk without a " + (host.isEmpty() ? "host" : "source identity") + ": not a log chunk");
        }
        if (kind < 0 || kind >= KINDS.length) {
            throw new MalformedRecordException("unknown kind of log source: " + kind);
        }
        if (offsetCount == 0) {
            throw new MalformedRecordException("a log chunk without events: cut short?");
        }
        if (offsetCount != lengthCount) {
            throw new MalformedRecordException(
                    "a log chunk with " + offsetCount + " offsets but " + lengthCount + " lengths");
        }
        if (flags.length != 0 && flags.length != lengthCount) {
            throw new MalformedRecordException(
                    "a log chunk with " + lengthCount + " events but flags for " + flags.length);
        }
        long sum = 0;
        for (int i = 0; i < lengthCount; i++) {
            sum += lengths[i];
        }
        if (sum != payload.remaining()) {
            throw new MalformedRecordException(
                    "a log chunk whose events have " + sum + " bytes but whose payload has " + payload.remaining());
        }
        return new LogChunk(
                new LogSource(host, KINDS[kind], name, identity, encoding.isEmpty() ? "UTF-8" : encoding, dataset),
                readAtMillis,
                Arrays.copyOf(offsets, offsetCount),
                Arrays.copyOf(lengths, lengthCount),
                flags.length == 0 ? new byte[lengthCount] : flags,
                payload);
    }

    private static void checkCount(int count) throws MalformedRecordException {
        if (count == LogChunkCodec.MAX_EVENTS) {
            throw new MalformedRecordException("a log chunk with more than " + LogChunkCodec.MAX_EVENTS + " events");
        }
    }
}
