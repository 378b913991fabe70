package io.vedette.collector.logs;

import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Chunks as an agent would send them. */
public final class Chunks {
    private Chunks() {}

    /** A file's source. */
    public static LogSource file(String host, String path) {
        return new LogSource(host, LogSource.Kind.FILE, path, "file:" + path, "UTF-8", "");
    }

    /** The lines of a file, each behind the last one's line feed. */
    public static LogChunk of(LogSource source, Instant readAt, long offset, List<String> lines) {
        return ofBytes(
                source,
                readAt,
                offset,
                lines.stream()
                        .map(line -> line.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** The same, of bytes in any encoding or none. */
    public static LogChunk ofBytes(LogSource source, Instant readAt, long offset, List<byte[]> lines) {
        long[] offsets = new long[lines.size()];
        int[] lengths = new int[lines.size()];
        byte[] payload = new byte[lines.stream().mapToInt(line -> line.length).sum()];
        int at = 0;
        long next = offset;
        for (int i = 0; i < offsets.length; i++) {
            byte[] line = lines.get(i);
            offsets[i] = next;
            lengths[i] = line.length;
            next += line.length + 1;
            System.arraycopy(line, 0, payload, at, line.length);
            at += line.length;
        }
        byte[] flags = new byte[lines.size()];
        Arrays.fill(flags, (byte) 0);
        return new LogChunk(source, readAt.toEpochMilli(), offsets, lengths, flags, ByteBuffer.wrap(payload));
    }
}
