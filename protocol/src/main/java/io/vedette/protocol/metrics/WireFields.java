package io.vedette.protocol.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Field numbers of remote-write 1.0 ({@code prometheus.WriteRequest} in the Prometheus remote-write specification). */
final class WireFields {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;

    static final int REQUEST_SERIES = 1;
    static final int REQUEST_METADATA = 3;

    static final int SERIES_LABELS = 1;
    static final int SERIES_SAMPLES = 2;

    static final int LABEL_NAME = 1;
    static final int LABEL_VALUE = 2;

    static final int SAMPLE_VALUE = 1;
    static final int SAMPLE_TIMESTAMP = 2;

    static final int METADATA_TYPE = 1;
    static final int METADATA_FAMILY = 2;
    static final int METADATA_HELP = 4;
    static final int METADATA_UNIT = 5;

    static final int LABELS_TAG = SERIES_LABELS << 3 | LENGTH_DELIMITED;
    static final int LABEL_NAME_TAG = LABEL_NAME << 3 | LENGTH_DELIMITED;
    static final int LABEL_VALUE_TAG = LABEL_VALUE << 3 | LENGTH_DELIMITED;
    static final int SAMPLES_TAG = SERIES_SAMPLES << 3 | LENGTH_DELIMITED;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private WireFields() {}

    /** Eight bytes as protobuf's fixed64. */
    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }
}
