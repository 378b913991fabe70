package io.vedette.protocol.metrics;

import io.vedette.protocol.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a series as they stand in a request. Most series were met before, and are recognised by the
 * {@linkplain #fingerprint fingerprint} of their bytes; only of those that are new need the labels be
 * {@linkplain #decode decoded}.
 *
 * <p>Belongs to a {@link WriteRequestReader} and shows another series after the visitor's call. Not safe for use by
 * several threads.
 */
public final class SeriesLabels {
    /** Labels beyond this are no labels but a mistake, and would take the memory of a thousand others. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final byte[] METRIC_NAME = EncodedLabels.NAME.getBytes(StandardCharsets.UTF_8);

    /** Made when first needed: who only checks labels needs neither. */
    private @Nullable Fingerprinting fingerprinting;

    private @Nullable StringPool strings;
    private final long[] sums = new long[2];
    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private int position;
    private boolean summed;
    private String[] decoded = new String[32];
    private int decodedLength;

    SeriesLabels() {}

    /** @param seriesPosition where the series stands, for messages */
    void show(byte[] request, int labelsStart, int labelsEnd, int seriesPosition) {
        bytes = request;
        start = labelsStart;
        end = labelsEnd;
        position = seriesPosition;
        summed = false;
    }

    /** Whether the labels are short enough to have a fingerprint. */
    public boolean hasFingerprint() {
        return end - start <= Fingerprinting.MAX_BYTES;
    }

    /** Half of what tells these bytes from others; for series of the same reader only. */
    public long fingerprint() {
        return sum(0);
    }

    /** The other half. */
    public long secondFingerprint() {
        return sum(1);
    }

    private long sum(int half) {
        if (!summed) {
            if (fingerprinting == null) {
                fingerprinting = new Fingerprinting();
            }
            fingerprinting.sum(bytes, start, end, sums);
            summed = true;
        }
        return sums[half];
    }

    /**
     * Decodes and checks the labels.
     *
     * @return names and values in turn, sorted by name, no name twice, no value empty, the metric's name among them; of
     *     the array {@link #length} entries count, and it changes with the next call
     * @throws MalformedRecordException if they are no such labels, not UTF-8, or longer than any labels should be
     */
    public String[] decode() throws MalformedRecordException {
        if (end - start > MAX_BYTES) {
            throw new MalformedRecordException("the series at byte " + position + " has " + (end - start)
                    + " bytes of labels, more than " + MAX_BYTES);
        }
        decodedLength = 0;
        WireCursor in = new WireCursor(bytes, start, end);
        while (!in.atEnd()) {
            in.tag(); // all are labels
            readLabel(in, in.endOfLength());
        }
        LabelOrder.sortAndCheck(decoded, decodedLength, position);
        return decoded;
    }

    /**
     * Checks the labels without decoding them, as far as that goes: those of nearly all senders are in order.
     *
     * @throws MalformedRecordException as {@link #decode} does
     */
    public void check() throws MalformedRecordException {
        if (!inOrder()) {
            decode();
        }
    }

    /** Whether all is as it has to be, in ASCII and in the usual order. What is not may still be good. */
    private boolean inOrder() {
        if (end - start > MAX_BYTES) {
            return false;
        }
        boolean named = false;
        int lastStart = 0;
        int lastEnd = 0;
        int at = start;
        while (at < end) {
            // Of the usual form: label, its length, name, its length, the name, value, its length, the value.
            int nameStart = at + 4;
            if (nameStart > end || bytes[at + 2] != WireFields.LABEL_NAME_TAG || bytes[at + 1] < 0) {
                return false;
            }
            int labelEnd = at + 2 + bytes[at + 1];
            int nameEnd = nameStart + bytes[at + 3];
            int valueStart = nameEnd + 2;
            if (nameEnd <= nameStart
                    || valueStart >= labelEnd
                    || bytes[nameEnd] != WireFields.LABEL_VALUE_TAG
                    || valueStart + bytes[nameEnd + 1] != labelEnd
                    || Arrays.compareUnsigned(bytes, lastStart, lastEnd, bytes, nameStart, nameEnd) >= 0
                    || !isAscii(nameStart, labelEnd)) {
                return false;
            }
            named |= isMetricName(nameStart, nameEnd);
            lastStart = nameStart;
            lastEnd = nameEnd;
            at = labelEnd;
        }
        return named;
    }

    private boolean isAscii(int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if ((WireFields.word(bytes, at) & 0x8080_8080_8080_8080L) != 0) {
                return false;
            }
        }
        int union = 0;
        for (; at < to; at++) {
            union |= bytes[at];
        }
        return union >= 0;
    }

    private boolean isMetricName(int from, int to) {
        return Arrays.equals(bytes, from, to, METRIC_NAME, 0, METRIC_NAME.length);
    }

    /** The UTF-8 bytes of a label's value; empty if there is no such label. The labels have been checked. */
    public byte[] value(byte[] name) throws MalformedRecordException {
        WireCursor in = new WireCursor(bytes, start, end);
        while (!in.atEnd()) {
            in.tag();
            int labelEnd = in.endOfLength();
            int nameStart = 0;
            int nameEnd = 0;
            int valueStart = 0;
            int valueEnd = 0;
            while (in.at() < labelEnd) {
                int tag = in.tag();
                if (tag == WireFields.LABEL_NAME_TAG || tag == WireFields.LABEL_VALUE_TAG) {
                    int fieldEnd = in.endOfLength();
                    if (tag == WireFields.LABEL_NAME_TAG) {
                        nameStart = in.at();
                        nameEnd = fieldEnd;
                    } else {
                        valueStart = in.at();
                        valueEnd = fieldEnd;
                    }
                    in.moveTo(fieldEnd);
                } else {
                    in.skip(tag);
                }
            }
            if (Arrays.equals(bytes, nameStart, nameEnd, name, 0, name.length) && valueEnd > valueStart) {
                return Arrays.copyOfRange(bytes, valueStart, valueEnd);
            }
        }
        return new byte[0];
    }

    /** How many entries of what {@link #decode} returned count: twice the number of labels. */
    public int length() {
        return decodedLength;
    }

    private void readLabel(WireCursor in, int labelEnd) throws MalformedRecordException {
        String name = "";
        String value = "";
        while (in.at() < labelEnd) {
            int tag = in.tag();
            if (tag == WireFields.LABEL_NAME_TAG) {
                name = readString(in, labelEnd);
            } else if (tag == WireFields.LABEL_VALUE_TAG) {
                value = readString(in, labelEnd);
            } else {
                in.skip(tag);
                in.checkWithin(labelEnd);
            }
        }
        if (name.isEmpty()) {
            throw new MalformedRecordException("a label without a name, at byte " + labelEnd);
        }
        if (value.isEmpty()) {
            return; // an empty label is the same as none
        }
        if (decodedLength + 2 > decoded.length) {
            decoded = Arrays.copyOf(decoded, 2 * decoded.length);
        }
        decoded[decodedLength++] = name;
        decoded[decodedLength++] = value;
    }

    private String readString(WireCursor in, int limit) throws MalformedRecordException {
        int stringEnd = in.endOfLength(limit);
        int stringStart = in.at();
        in.moveTo(stringEnd);
        if (strings == null) {
            strings = new StringPool();
        }
        return strings.get(bytes, stringStart, stringEnd - stringStart);
    }
}
