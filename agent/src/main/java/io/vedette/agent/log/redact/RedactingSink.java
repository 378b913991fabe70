package io.vedette.agent.log.redact;

import io.vedette.agent.ship.LogSink;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Stands before the way to Kafka, so that no source's events leave the node without having been looked through. Safe
 * for use by any thread.
 */
public final class RedactingSink implements LogSink {
    private final LogSink next;
    private final Redaction redaction;

    /** @param next takes the chunks afterwards */
    public RedactingSink(LogSink next, Redaction redaction) {
        this.next = next;
        this.redaction = redaction;
    }

    @Override
    public void ship(String key, byte[] chunk, Outcome outcome) {
        try {
            // Its payload is a view on the record, and as nothing changes its length, it is changed in place.
            redact(LogChunkCodec.decode(chunk));
        } catch (MalformedRecordException e) {
            throw new IllegalArgumentException("a source made a chunk that is none", e);
        }
        next.ship(key, chunk, outcome);
    }

    private void redact(LogChunk chunk) {
        ByteBuffer payload = chunk.payload();
        byte[] bytes = payload.array();
        int at = payload.arrayOffset() + payload.position();
        String encoding = chunk.source().encoding().toUpperCase(Locale.ROOT);
        for (int length : chunk.lengths()) {
            if (encoding.startsWith("UTF-16")) {
                redaction.applyToPairs(bytes, at, at + length, !encoding.endsWith("LE"));
            } else {
                redaction.apply(bytes, at, at + length);
            }
            at += length;
        }
    }
}
