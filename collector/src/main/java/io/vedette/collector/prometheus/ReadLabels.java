package io.vedette.collector.prometheus;

import com.google.protobuf.CodedOutputStream;
import io.vedette.rules.labels.Labels;
import java.io.IOException;

/** Labels as remote read writes them: {@code prometheus.Label}. */
final class ReadLabels {
    private static final int NAME = 1;
    private static final int VALUE = 2;

    private ReadLabels() {}

    /** Bytes that one label takes as a field of a message. */
    static int fieldSize(int field, Labels labels, int index) {
        int length = size(labels, index);
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
    }

    private static int size(Labels labels, int index) {
        return CodedOutputStream.computeStringSize(NAME, labels.nameAt(index))
                + CodedOutputStream.computeStringSize(VALUE, labels.valueAt(index));
    }

    /** Writes one label as a field of a message. */
    static void write(CodedOutputStream out, int field, Labels labels, int index) throws IOException {
        out.writeTag(field, 2);
        out.writeUInt32NoTag(size(labels, index));
        out.writeString(NAME, labels.nameAt(index));
        out.writeString(VALUE, labels.valueAt(index));
    }
}
