package io.vedette.agent.log.journal;

import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.log.LogSource;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Gathers consecutive entries of the journal into one chunk. Not safe for use by several threads. */
final class JournalChunk {
    /** A chunk is shipped when it holds this much. */
    static final int FULL_BYTES = 256 << 10;

    private static final int MAX_ENTRIES = 4096;

    private final String host;
    private final int maxEntryBytes;
    private final long[] offsets = new long[MAX_ENTRIES];
    private final int[] lengths = new int[MAX_ENTRIES];
    private final byte[] flags = new byte[MAX_ENTRIES];
    private byte[] payload = new byte[64 << 10];
    private int count;
    private int bytes;
    private String sequence = "";
    private String lastCursor = "";

    JournalChunk(String host, int maxEntryBytes) {
        this.host = host;
        this.maxEntryBytes = maxEntryBytes;
    }

    /** Whether an entry may follow those that are in. */
    boolean takes(JournalEntry entry) {
        return count == 0
                || count < MAX_ENTRIES
                        && bytes < FULL_BYTES
                        && entry.sequence().equals(sequence)
                        && entry.number() > offsets[count - 1];
    }

    /** Adds an entry; the end of one that is too long is cut off. */
    void add(JournalEntry entry, byte[] json, int length) {
        int kept = Math.min(length, maxEntryBytes);
        if (bytes + kept > payload.length) {
            payload = Arrays.copyOf(payload, Math.max(2 * payload.length, bytes + kept));
        }
        System.arraycopy(json, 0, payload, bytes, kept);
        offsets[count] = entry.number();
        lengths[count] = kept;
        flags[count] = kept < length ? LogChunk.TRUNCATED : 0;
        bytes += kept;
        count++;
        sequence = entry.sequence();
        lastCursor = entry.cursor();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The cursor of the last entry. */
    String lastCursor() {
        return lastCursor;
    }

    /** The chunk in wire form; empties this. */
    byte[] take(long nowMillis) {
        LogSource source = new LogSource(
                host, LogSource.Kind.JOURNAL, JournalSource.NAME, "journal-" + sequence, "UTF-8", JournalSource.NAME);
        byte[] encoded = LogChunkCodec.encode(new LogChunk(
                source,
                nowMillis,
                Arrays.copyOf(offsets, count),
                Arrays.copyOf(lengths, count),
                Arrays.copyOf(flags, count),
                ByteBuffer.wrap(payload, 0, bytes)));
        count = 0;
        bytes = 0;
        return encoded;
    }
}
