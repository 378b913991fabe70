package io.vedette.collector.prometheus;

import com.google.protobuf.CodedOutputStream;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The answer to a remote read as a stream of frames with chunks in them, {@code prometheus.ChunkedReadResponse}: each
 * its length, its CRC-32C and a message with some chunks of one series. Holds no more than one frame. Not safe for use
 * by several threads.
 */
final class ReadChunks {
    private static final int MAX_FRAME_BYTES = 1024 * 1024;
    private static final int XOR = 1;

    private final OutputStream out;

    ReadChunks(OutputStream out) {
        this.out = out;
    }

    private record Chunk(long minMillis, long maxMillis, byte[] data) {
        int size() {
            return CodedOutputStream.computeInt64Size(1, minMillis)
                    + CodedOutputStream.computeInt64Size(2, maxMillis)
                    + CodedOutputStream.computeEnumSize(3, XOR)
                    + CodedOutputStream.computeByteArraySize(4, data);
        }

        int fieldSize() {
            int size = size();
            return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
        }

        void write(CodedOutputStream to) throws IOException {
            to.writeTag(2, 2);
            to.writeUInt32NoTag(size());
            to.writeInt64(1, minMillis);
            to.writeInt64(2, maxMillis);
            to.writeEnum(3, XOR);
            to.writeByteArray(4, data);
        }
    }

    /** Sends a series; those of a query must come in the order of their labels. */
    void add(int query, Labels labels, SampleBuffer samples) throws IOException {
        int labelBytes = 0;
        for (int i = 0; i < labels.size(); i++) {
            labelBytes += ReadLabels.fieldSize(1, labels, i);
        }
        List<Chunk> chunks = new ArrayList<>();
        int chunkBytes = 0;
        for (int from = 0; from < samples.size(); from += XorChunk.MAX_SAMPLES) {
            int to = Math.min(samples.size(), from + XorChunk.MAX_SAMPLES);
            Chunk chunk = new Chunk(
                    samples.timestampMillis(from), samples.timestampMillis(to - 1), XorChunk.encode(samples, from, to));
            chunks.add(chunk);
            chunkBytes += chunk.fieldSize();
            if (to == samples.size() || labelBytes + chunkBytes > MAX_FRAME_BYTES) {
                send(query, labels, chunks, labelBytes + chunkBytes);
                chunks.clear();
                chunkBytes = 0;
            }
        }
    }

    private void send(int query, Labels labels, List<Chunk> chunks, int seriesBytes) throws IOException {
        int length = 1
                + CodedOutputStream.computeUInt32SizeNoTag(seriesBytes)
                + seriesBytes
                + (query == 0 ? 0 : CodedOutputStream.computeInt64Size(2, query));
        byte[] message = new byte[length];
        CodedOutputStream to = CodedOutputStream.newInstance(message);
        to.writeTag(1, 2);
        to.writeUInt32NoTag(seriesBytes);
        for (int i = 0; i < labels.size(); i++) {
            ReadLabels.write(to, 1, labels, i);
        }
        for (Chunk chunk : chunks) {
            chunk.write(to);
        }
        if (query != 0) {
            to.writeInt64(2, query);
        }
        to.checkNoSpaceLeft();
        writeFrame(message);
    }

    private void writeFrame(byte[] message) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(message);
        ByteBuffer head = ByteBuffer.allocate(9);
        for (int left = message.length; ; left >>>= 7) {
            boolean last = left >>> 7 == 0;
            head.put((byte) (last ? left : left & 0x7f | 0x80));
            if (last) {
                break;
            }
        }
        head.putInt((int) checksum.getValue());
        out.write(head.array(), 0, head.position());
        out.write(message);
    }
}
