package io.vedette.protocol.metrics;

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

    private WireFields() {}
}
