package io.vedette.protocol.metrics;

import com.google.protobuf.CodedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds one remote-write 1.0 {@code WriteRequest} in a buffer that is kept from one request to the next.
 *
 * <p>Not safe for use by several threads.
 */
public final class WriteRequestWriter {
    private static final int LONGEST_VARINT = 10;

    private byte[] buffer = new byte[16 * 1024];
    private int size;

    /** Starts a request, forgetting what was written before. */
    public void reset() {
        size = 0;
    }

    /**
     * Adds one series with one sample.
     *
     * @param timestampMillis milliseconds since the Unix epoch
     */
    public void sample(EncodedLabels labels, long timestampMillis, double value) {
        byte[] labelBytes = labels.bytes();
        int sampleSize = 1 + Long.BYTES + 1 + CodedOutputStream.computeUInt64SizeNoTag(timestampMillis);
        int seriesSize = labelBytes.length + 1 + CodedOutputStream.computeUInt32SizeNoTag(sampleSize) + sampleSize;
        reserve(1 + LONGEST_VARINT + seriesSize);
        tag(WireFields.REQUEST_SERIES, WireFields.LENGTH_DELIMITED);
        varint(seriesSize);
        System.arraycopy(labelBytes, 0, buffer, size, labelBytes.length);
        size += labelBytes.length;
        tag(WireFields.SERIES_SAMPLES, WireFields.LENGTH_DELIMITED);
        varint(sampleSize);
        tag(WireFields.SAMPLE_VALUE, WireFields.FIXED64);
        fixed64(Double.doubleToRawLongBits(value));
        tag(WireFields.SAMPLE_TIMESTAMP, WireFields.VARINT);
        varint(timestampMillis);
    }

    /** Adds what is known of a metric family. */
    public void metadata(String family, MetricType type, String help, String unit) {
        byte[] familyBytes = family.getBytes(StandardCharsets.UTF_8);
        byte[] helpBytes = help.getBytes(StandardCharsets.UTF_8);
        byte[] unitBytes = unit.getBytes(StandardCharsets.UTF_8);
        int length = 2 + textSize(familyBytes) + textSize(helpBytes) + textSize(unitBytes);
        reserve(1 + LONGEST_VARINT + length);
        tag(WireFields.REQUEST_METADATA, WireFields.LENGTH_DELIMITED);
        varint(length);
        tag(WireFields.METADATA_TYPE, WireFields.VARINT);
        varint(type.ordinal());
        text(WireFields.METADATA_FAMILY, familyBytes);
        text(WireFields.METADATA_HELP, helpBytes);
        text(WireFields.METADATA_UNIT, unitBytes);
    }

    /** Adds a field that holds some bytes. */
    void field(int number, byte[] source, int start, int end) {
        reserve(1 + LONGEST_VARINT + end - start);
        tag(number, WireFields.LENGTH_DELIMITED);
        varint(end - start);
        System.arraycopy(source, start, buffer, size, end - start);
        size += end - start;
    }

    /** The bytes written, of which the first {@link #sizeBytes} count; changes with the next one written. */
    byte[] buffer() {
        return buffer;
    }

    /** Bytes written since {@link #reset}. */
    public int sizeBytes() {
        return size;
    }

    /** A copy of the request's bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    private static int textSize(byte[] text) {
        return text.length == 0 ? 0 : 1 + CodedOutputStream.computeUInt32SizeNoTag(text.length) + text.length;
    }

    private void text(int field, byte[] text) {
        if (text.length > 0) {
            tag(field, WireFields.LENGTH_DELIMITED);
            varint(text.length);
            System.arraycopy(text, 0, buffer, size, text.length);
            size += text.length;
        }
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }

    private void tag(int field, int wireType) {
        buffer[size++] = (byte) (field << 3 | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    private void fixed64(long bits) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            buffer[size++] = (byte) (bits >>> shift);
        }
    }
}
