package io.vedette.deploy.benchmark;

import com.google.protobuf.CodedOutputStream;
import io.vedette.rules.labels.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A series that is pushed by remote write: its labels and a value for each cycle. Immutable. */
interface LoadedSeries {
    /** The labels as fields of a remote-write series, see {@link #encode}. */
    byte[] encodedLabels();

    /** The value at a cycle, counted from 0. */
    double value(int cycle);

    /** Labels as fields of a remote-write series. */
    static byte[] encode(Labels labels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (int i = 0; i < labels.size(); i++) {
                String name = labels.nameAt(i);
                String value = labels.valueAt(i);
                out.writeTag(1, 2);
                out.writeUInt32NoTag(
                        CodedOutputStream.computeStringSize(1, name) + CodedOutputStream.computeStringSize(2, value));
                out.writeString(1, name);
                out.writeString(2, value);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Writes the series with some of its samples as a field of a remote-write request. */
    default void writeTo(CodedOutputStream out, Cycles cycles, int from, int to) throws IOException {
        int size = encodedLabels().length;
        for (int cycle = from; cycle < to; cycle++) {
            size += 2 + sampleSize(cycles.millis(cycle));
        }
        out.writeTag(1, 2);
        out.writeUInt32NoTag(size);
        out.writeRawBytes(encodedLabels());
        for (int cycle = from; cycle < to; cycle++) {
            long millis = cycles.millis(cycle);
            out.writeTag(2, 2);
            out.writeUInt32NoTag(sampleSize(millis));
            out.writeDouble(1, value(cycle));
            out.writeInt64(2, millis);
        }
    }

    private static int sampleSize(long millis) {
        return 9 + CodedOutputStream.computeInt64Size(2, millis);
    }
}
