package io.vedette.protocol.metrics;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.vedette.protocol.MalformedRecordException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads remote-write 1.0 {@code WriteRequest} messages, keeping the strings it has seen so that the label sets of a
 * steady sender cost next to nothing.
 *
 * <p>Not safe for use by several threads.
 */
public final class WriteRequestReader {
    private static final MetricType[] METRIC_TYPES = MetricType.values();
    private static final int SERIES_EXEMPLARS = 3;
    private static final int SERIES_HISTOGRAMS = 4;

    private final StringPool strings = new StringPool();
    private String[] labels = new String[32];
    private int labelsLength;
    private long[] timestamps = new long[4];
    private double[] values = new double[4];
    private int samples;

    /**
     * Reads a whole request. Nothing is handed to the visitor from the series in which a fault is found.
     *
     * @throws MalformedRecordException if the bytes are no request, are cut short, hold invalid UTF-8, a label name
     *     twice, an empty label name, or a series without a metric name; the message names the byte position
     */
    public void read(byte[] request, WriteRequestVisitor visitor) throws MalformedRecordException {
        CodedInputStream in = CodedInputStream.newInstance(request);
        try {
            int tag;
            while ((tag = in.readTag()) != 0) {
                if (tag == lengthDelimited(WireFields.REQUEST_SERIES)) {
                    readSeries(in, request, visitor);
                } else if (tag == lengthDelimited(WireFields.REQUEST_METADATA)) {
                    readMetadata(in, visitor);
                } else if (!in.skipField(tag)) {
                    throw new MalformedRecordException("not a write request: group end without a beginning");
                }
            }
        } catch (MalformedRecordException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedRecordException(
                    "not a write request: at byte " + in.getTotalBytesRead() + " of " + request.length + ": "
                            + reason(e),
                    e);
        }
    }

    private void readSeries(CodedInputStream in, byte[] request, WriteRequestVisitor visitor) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        int start = in.getTotalBytesRead();
        labelsLength = 0;
        samples = 0;
        int exemplars = 0;
        int histograms = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == lengthDelimited(WireFields.SERIES_LABELS)) {
                readLabel(in, request);
            } else if (tag == lengthDelimited(WireFields.SERIES_SAMPLES)) {
                readSample(in);
            } else if (in.skipField(tag)) {
                exemplars += tag == lengthDelimited(SERIES_EXEMPLARS) ? 1 : 0;
                histograms += tag == lengthDelimited(SERIES_HISTOGRAMS) ? 1 : 0;
            } else {
                throw new MalformedRecordException("not a write request: group end without a beginning");
            }
        }
        in.popLimit(limit);
        LabelOrder.sortAndCheck(labels, labelsLength, start);
        visitor.series(labels, labelsLength);
        for (int i = 0; i < samples; i++) {
            visitor.sample(timestamps[i], values[i]);
        }
        for (int i = 0; i < exemplars; i++) {
            visitor.skipped("exemplar");
        }
        for (int i = 0; i < histograms; i++) {
            visitor.skipped("histogram");
        }
    }

    private void readLabel(CodedInputStream in, byte[] request) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        String name = "";
        String value = "";
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == lengthDelimited(WireFields.LABEL_NAME)) {
                name = readString(in, request);
            } else if (tag == lengthDelimited(WireFields.LABEL_VALUE)) {
                value = readString(in, request);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(limit);
        if (name.isEmpty()) {
            throw new MalformedRecordException("a label without a name, at byte " + in.getTotalBytesRead());
        }
        if (value.isEmpty()) {
            return; // an empty label is the same as none
        }
        if (labelsLength + 2 > labels.length) {
            labels = Arrays.copyOf(labels, 2 * labels.length);
        }
        labels[labelsLength++] = name;
        labels[labelsLength++] = value;
    }

    private String readString(CodedInputStream in, byte[] request) throws IOException {
        int length = in.readRawVarint32();
        int start = in.getTotalBytesRead();
        in.skipRawBytes(length);
        return strings.get(request, start, length);
    }

    private void readSample(CodedInputStream in) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        double value = 0;
        long timestamp = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == (WireFields.SAMPLE_VALUE << 3 | WireFields.FIXED64)) {
                value = Double.longBitsToDouble(in.readFixed64());
            } else if (tag == (WireFields.SAMPLE_TIMESTAMP << 3 | WireFields.VARINT)) {
                timestamp = in.readInt64();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(limit);
        if (samples == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * samples);
            values = Arrays.copyOf(values, 2 * samples);
        }
        timestamps[samples] = timestamp;
        values[samples++] = value;
    }

    private static void readMetadata(CodedInputStream in, WriteRequestVisitor visitor) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        MetricType type = MetricType.UNKNOWN;
        String family = "";
        String help = "";
        String unit = "";
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == (WireFields.METADATA_TYPE << 3 | WireFields.VARINT)) {
                int number = in.readEnum();
                type = number >= 0 && number < METRIC_TYPES.length ? METRIC_TYPES[number] : MetricType.UNKNOWN;
            } else if (tag == lengthDelimited(WireFields.METADATA_FAMILY)) {
                family = in.readStringRequireUtf8();
            } else if (tag == lengthDelimited(WireFields.METADATA_HELP)) {
                help = in.readStringRequireUtf8();
            } else if (tag == lengthDelimited(WireFields.METADATA_UNIT)) {
                unit = in.readStringRequireUtf8();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(limit);
        visitor.metadata(family, type, help, unit);
    }

    private static int lengthDelimited(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static String reason(IOException e) {
        if (e instanceof InvalidProtocolBufferException invalid && invalid.getMessage() != null) {
            return invalid.getMessage();
        }
        return String.valueOf(e.getMessage());
    }
}
