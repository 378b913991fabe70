package io.vedette.collector.prometheus;

import com.google.protobuf.CodedOutputStream;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryMemory;
import io.vedette.rules.series.SampleBuffer;
import java.io.IOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * The answer to a remote read as samples, {@code prometheus.ReadResponse}: snappy wants all of it at once. Not safe for
 * use by several threads.
 */
final class ReadSamples {
    private static final int LABEL_FIELD = 1;
    private static final int SAMPLE_FIELD = 2;
    private static final int SERIES_TAG = 1 << 3 | 2;
    private static final int RESULT_TAG = 1 << 3 | 2;
    private static final int SAMPLE_TAG = 2 << 3 | 2;
    /** A length of which we do not know yet how many digits it has takes as many as it may have. */
    private static final int LENGTH_BYTES = 5;

    private final long maxBytes;
    private final QueryMemory.Share memory;
    private byte[] bytes = new byte[0];
    private int size;
    private int resultStart;

    /**
     * @param maxBytes of the answer before it is compressed
     * @param memory pays for it
     */
    ReadSamples(long maxBytes, QueryMemory.Share memory) {
        this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE / 2);
        this.memory = memory;
    }

    /** Begins the result of the next query. */
    void beginResult() throws ApiException {
        makeRoom(1 + LENGTH_BYTES);
        bytes[size++] = RESULT_TAG;
        size += LENGTH_BYTES;
        resultStart = size;
    }

    /** Ends the result of a query. */
    void endResult() {
        int length = size - resultStart;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int digit = length >>> 7 * i & 0x7f;
            bytes[resultStart - LENGTH_BYTES + i] = (byte) (i < LENGTH_BYTES - 1 ? digit | 0x80 : digit);
        }
    }

    /** Adds a series to the result. */
    void add(Labels labels, SampleBuffer samples) throws ApiException, IOException {
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            length += ReadLabels.fieldSize(LABEL_FIELD, labels, i);
        }
        for (int i = 0; i < samples.size(); i++) {
            length += 2 + sampleSize(samples.timestampMillis(i));
        }
        makeRoom(1 + LENGTH_BYTES + length);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, size, bytes.length - size);
        out.writeUInt32NoTag(SERIES_TAG);
        out.writeUInt32NoTag(length);
        for (int i = 0; i < labels.size(); i++) {
            ReadLabels.write(out, LABEL_FIELD, labels, i);
        }
        for (int i = 0; i < samples.size(); i++) {
            out.writeUInt32NoTag(SAMPLE_TAG);
            out.writeUInt32NoTag(sampleSize(samples.timestampMillis(i)));
            out.writeDouble(1, samples.value(i));
            out.writeInt64(SAMPLE_FIELD, samples.timestampMillis(i));
        }
        size += out.getTotalBytesWritten();
    }

    private static int sampleSize(long timestampMillis) {
        return 1 + 8 + CodedOutputStream.computeInt64Size(SAMPLE_FIELD, timestampMillis);
    }

    private void makeRoom(int more) throws ApiException {
        long needed = (long) size + more;
        if (needed > maxBytes) {
            throw new ApiException(
                    ApiException.Type.BAD_DATA,
                    "the samples asked for take more than " + maxBytes
                            + " bytes; ask for fewer series or a shorter time, or raise query.max_memory");
        }
        if (needed > bytes.length) {
            int length = (int) Math.min(maxBytes, Math.max(needed, Math.max(64 * 1024, 2L * bytes.length)));
            take(length - bytes.length);
            bytes = Arrays.copyOf(bytes, length);
        }
    }

    /** The answer's body. */
    byte[] compressed() throws ApiException, IOException {
        byte[] compressed = new byte[take(Snappy.maxCompressedLength(size))];
        int length = Snappy.compress(bytes, 0, size, compressed, 0);
        memory.give(bytes.length);
        bytes = new byte[0];
        return Arrays.copyOf(compressed, length);
    }

    private int take(int more) throws ApiException {
        if (!memory.take(more)) {
            throw new ApiException(
                    ApiException.Type.UNAVAILABLE,
                    "the " + memory.maxBytes() + " bytes of memory that all queries share are used up; ask again in a"
                            + " moment, or raise query.max_total_memory");
        }
        return more;
    }
}
