package io.vedette.protocol.metrics;

import com.google.protobuf.CodedInputStream;
import io.vedette.protocol.MalformedRecordException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads remote-write 1.0 {@code WriteRequest} messages. A series' labels are handed on as the bytes they are, since a
 * steady sender's hardly ever change.
 *
 * <p>Not safe for use by several threads.
 */
public final class WriteRequestReader {
    private static final MetricType[] METRIC_TYPES = MetricType.values();
    private static final int SERIES_EXEMPLARS_TAG = 3 << 3 | WireFields.LENGTH_DELIMITED;
    private static final int SERIES_HISTOGRAMS_TAG = 4 << 3 | WireFields.LENGTH_DELIMITED;
    private static final int SERIES_TAG = WireFields.REQUEST_SERIES << 3 | WireFields.LENGTH_DELIMITED;
    private static final int METADATA_TAG = WireFields.REQUEST_METADATA << 3 | WireFields.LENGTH_DELIMITED;
    private static final int VALUE_TAG = WireFields.SAMPLE_VALUE << 3 | WireFields.FIXED64;
    private static final int TIMESTAMP_TAG = WireFields.SAMPLE_TIMESTAMP << 3 | WireFields.VARINT;

    /** Samples of a series that are remembered while its labels may still follow; further ones are read once more. */
    private static final int MAX_REMEMBERED = 1024;

    private final SeriesLabels labels = new SeriesLabels();
    private byte[] gathered = new byte[1024];
    private long[] timestamps = new long[4];
    private double[] values = new double[4];
    private int samples;
    private long timestamp;
    private double value;
    private int exemplars;
    private int histograms;

    /**
     * Reads a whole request. Nothing is handed to the visitor from the series in which a fault is found.
     *
     * @throws MalformedRecordException if the bytes are no request or are cut short, or as the visitor says; the
     *     message names the byte position
     */
    public void read(byte[] request, WriteRequestVisitor visitor) throws MalformedRecordException {
        WireCursor in = new WireCursor(request, 0, request.length);
        while (!in.atEnd()) {
            int start = in.at();
            int tag = in.tag();
            if (tag == SERIES_TAG) {
                if (readSeries(in, request, in.endOfLength(), visitor)) {
                    visitor.taken(start, in.at());
                }
            } else if (tag == METADATA_TAG) {
                int end = in.endOfLength();
                readMetadata(request, in.at(), end, visitor);
                in.moveTo(end);
                visitor.taken(start, end);
            } else {
                in.skip(tag);
            }
        }
    }

    /** Returns whether the visitor took it. */
    private boolean readSeries(WireCursor in, byte[] request, int end, WriteRequestVisitor visitor)
            throws MalformedRecordException {
        int start = in.at();
        int labelsStart = start;
        int labelsEnd = start;
        boolean together = true;
        int rest = end;
        samples = 0;
        exemplars = 0;
        histograms = 0;
        while (in.at() < end) {
            int fieldStart = in.at();
            int tag = in.tag();
            if (tag == WireFields.LABELS_TAG) {
                in.moveTo(in.endOfLength(end));
                if (labelsEnd == start) {
                    labelsStart = fieldStart;
                } else {
                    together &= labelsEnd == fieldStart;
                }
                labelsEnd = in.at();
            } else if (tag == WireFields.SAMPLES_TAG) {
                readSample(in, in.endOfLength(end));
                if (samples < MAX_REMEMBERED) {
                    remember();
                } else {
                    rest = Math.min(rest, fieldStart);
                }
            } else {
                in.skip(tag);
                in.checkWithin(end);
                exemplars += tag == SERIES_EXEMPLARS_TAG ? 1 : 0;
                histograms += tag == SERIES_HISTOGRAMS_TAG ? 1 : 0;
            }
        }
        if (together) {
            labels.show(request, labelsStart, labelsEnd, start);
        } else {
            labels.show(gathered, 0, gatherLabels(request, start, end), start);
        }
        return hand(visitor, new WireCursor(request, rest, end));
    }

    /** Puts labels side by side that other fields stand between; returns their length. */
    private int gatherLabels(byte[] request, int start, int end) throws MalformedRecordException {
        if (gathered.length < end - start) {
            gathered = new byte[end - start];
        }
        int length = 0;
        WireCursor in = new WireCursor(request, start, end);
        while (!in.atEnd()) {
            int fieldStart = in.at();
            int tag = in.tag();
            in.skip(tag);
            if (tag == WireFields.LABELS_TAG) {
                System.arraycopy(request, fieldStart, gathered, length, in.at() - fieldStart);
                length += in.at() - fieldStart;
            }
        }
        return length;
    }

    /** @param rest the part of the series that holds the samples that were not remembered */
    private boolean hand(WriteRequestVisitor visitor, WireCursor rest) throws MalformedRecordException {
        try {
            visitor.series(labels);
        } catch (MalformedRecordException e) {
            visitor.refused(e);
            return false;
        }
        for (int i = 0; i < samples; i++) {
            visitor.sample(timestamps[i], values[i]);
        }
        while (!rest.atEnd()) {
            int tag = rest.tag();
            if (tag == WireFields.SAMPLES_TAG) {
                readSample(rest, rest.endOfLength());
                visitor.sample(timestamp, value);
            } else {
                rest.skip(tag);
            }
        }
        for (int i = 0; i < exemplars; i++) {
            visitor.skipped("exemplar");
        }
        for (int i = 0; i < histograms; i++) {
            visitor.skipped("histogram");
        }
        return true;
    }

    private void readSample(WireCursor in, int end) throws MalformedRecordException {
        value = 0;
        timestamp = 0;
        while (in.at() < end) {
            int tag = in.tag();
            if (tag == VALUE_TAG) {
                value = Double.longBitsToDouble(in.fixed64());
            } else if (tag == TIMESTAMP_TAG) {
                timestamp = in.varint();
            } else {
                in.skip(tag);
            }
        }
        in.checkWithin(end);
    }

    private void remember() {
        if (samples == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * samples);
            values = Arrays.copyOf(values, 2 * samples);
        }
        timestamps[samples] = timestamp;
        values[samples++] = value;
    }

    private static void readMetadata(byte[] request, int start, int end, WriteRequestVisitor visitor)
            throws MalformedRecordException {
        MetricType type = MetricType.UNKNOWN;
        String family = "";
        String help = "";
        String unit = "";
        CodedInputStream in = CodedInputStream.newInstance(request, start, end - start);
        try {
            int tag;
            while ((tag = in.readTag()) != 0) {
                switch (tag) {
                    case WireFields.METADATA_TYPE << 3 | WireFields.VARINT -> type = type(in.readEnum());
                    case WireFields.METADATA_FAMILY << 3 | WireFields.LENGTH_DELIMITED ->
                        family = in.readStringRequireUtf8();
                    case WireFields.METADATA_HELP << 3 | WireFields.LENGTH_DELIMITED ->
                        help = in.readStringRequireUtf8();
                    case WireFields.METADATA_UNIT << 3 | WireFields.LENGTH_DELIMITED ->
                        unit = in.readStringRequireUtf8();
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new MalformedRecordException(
                    "not a write request: what is said of a metric at byte " + start + ": " + e.getMessage(), e);
        }
        visitor.metadata(family, type, help, unit);
    }

    private static MetricType type(int number) {
        return number >= 0 && number < METRIC_TYPES.length ? METRIC_TYPES[number] : MetricType.UNKNOWN;
    }
}
