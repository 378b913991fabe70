package io.vedette.protocol.metrics;

import io.vedette.protocol.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Translates remote-write 2.0 ({@code io.prometheus.write.v2.Request} of the Prometheus remote-write specification) to
 * 1.0: label names and values, which a request holds once in its table of symbols, are written out where they are used.
 * Samples, native histograms and metadata are kept; exemplars are left out and counted.
 */
public final class WriteRequestTwo {
    private static final int SYMBOL_TAG = 4 << 3 | WireFields.LENGTH_DELIMITED;
    private static final int SERIES_TAG = 5 << 3 | WireFields.LENGTH_DELIMITED;

    private static final int LABEL_REFS_PACKED_TAG = 1 << 3 | WireFields.LENGTH_DELIMITED;
    private static final int LABEL_REF_TAG = 1 << 3 | WireFields.VARINT;
    private static final int SAMPLE_TAG = 2 << 3 | WireFields.LENGTH_DELIMITED;
    private static final int HISTOGRAM_TAG = 3 << 3 | WireFields.LENGTH_DELIMITED;
    private static final int EXEMPLAR_TAG = 4 << 3 | WireFields.LENGTH_DELIMITED;
    private static final int METADATA_TAG = 5 << 3 | WireFields.LENGTH_DELIMITED;

    private static final int TYPE_TAG = 1 << 3 | WireFields.VARINT;
    private static final int HELP_REF_TAG = 3 << 3 | WireFields.VARINT;
    private static final int UNIT_REF_TAG = 4 << 3 | WireFields.VARINT;

    private static final int ONE_HISTOGRAM = 4;
    private static final MetricType[] METRIC_TYPES = MetricType.values();
    private static final String[] PARTS_OF_FAMILIES = {"_bucket", "_count", "_sum"};

    private final byte[] request;
    private final int maxBytes;
    private final WriteRequestWriter out = new WriteRequestWriter();
    private final WriteRequestWriter series = new WriteRequestWriter();
    private final WriteRequestWriter label = new WriteRequestWriter();
    private final Set<String> described = new HashSet<>();
    /** Where each symbol begins and ends, in turn. */
    private int[] symbols = new int[128];

    private int symbolPlaces;
    private int[] refs = new int[32];
    private int refCount;
    private int samples;
    private int histograms;
    private int exemplars;

    private WriteRequestTwo(byte[] request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    /**
     * What a request was translated to.
     *
     * @param request of version 1.0
     * @param samples in it
     * @param histograms native histograms in it
     * @param exemplars that were left out
     */
    public record Translated(byte[] request, int samples, int histograms, int exemplars) {}

    /** The result would be larger than allowed. */
    public static final class TooLargeException extends Exception {
        private TooLargeException(int maxBytes) {
            super("more than " + maxBytes + " bytes with its symbols written out; send fewer samples at a time");
        }
    }

    /**
     * Translates a request.
     *
     * @param maxBytes of the result: a small request may refer to a large symbol again and again
     * @throws MalformedRecordException if it is no such request; the message names the byte position
     * @throws TooLargeException if the result would be larger
     */
    public static Translated translate(byte[] request, int maxBytes)
            throws MalformedRecordException, TooLargeException {
        WriteRequestTwo two = new WriteRequestTwo(request, maxBytes);
        // Symbols may stand behind the series that use them.
        two.readSymbols();
        two.readSeries();
        return new Translated(two.out.toByteArray(), two.samples, two.histograms, two.exemplars);
    }

    private void readSymbols() throws MalformedRecordException {
        WireCursor in = new WireCursor(request, 0, request.length);
        while (!in.atEnd()) {
            int tag = in.tag();
            if (tag != SYMBOL_TAG) {
                in.skip(tag);
                continue;
            }
            int end = in.endOfLength();
            if (symbolPlaces == symbols.length) {
                symbols = Arrays.copyOf(symbols, 2 * symbols.length);
            }
            symbols[symbolPlaces++] = in.at();
            symbols[symbolPlaces++] = end;
            in.moveTo(end);
        }
    }

    private void readSeries() throws MalformedRecordException, TooLargeException {
        WireCursor in = new WireCursor(request, 0, request.length);
        while (!in.atEnd()) {
            int tag = in.tag();
            if (tag != SERIES_TAG) {
                in.skip(tag);
                continue;
            }
            int end = in.endOfLength();
            translateSeries(in.at(), end);
            in.moveTo(end);
        }
    }

    private void translateSeries(int start, int end) throws MalformedRecordException, TooLargeException {
        readRefs(start, end);
        series.reset();
        for (int i = 0; i < refCount; i += 2) {
            label.reset();
            label.field(WireFields.LABEL_NAME, request, symbolStart(refs[i]), symbolEnd(refs[i]));
            label.field(WireFields.LABEL_VALUE, request, symbolStart(refs[i + 1]), symbolEnd(refs[i + 1]));
            series.field(WireFields.SERIES_LABELS, label.buffer(), 0, label.sizeBytes());
            checkSize(series.sizeBytes());
        }
        WireCursor in = new WireCursor(request, start, end);
        while (!in.atEnd()) {
            int tag = in.tag();
            if (tag == SAMPLE_TAG || tag == HISTOGRAM_TAG) {
                int fieldEnd = in.endOfLength();
                boolean sample = tag == SAMPLE_TAG;
                series.field(sample ? WireFields.SERIES_SAMPLES : ONE_HISTOGRAM, request, in.at(), fieldEnd);
                samples += sample ? 1 : 0;
                histograms += sample ? 0 : 1;
                in.moveTo(fieldEnd);
            } else if (tag == METADATA_TAG) {
                int fieldEnd = in.endOfLength();
                translateMetadata(in.at(), fieldEnd);
                in.moveTo(fieldEnd);
            } else {
                in.skip(tag);
                exemplars += tag == EXEMPLAR_TAG ? 1 : 0;
            }
        }
        out.field(WireFields.REQUEST_SERIES, series.buffer(), 0, series.sizeBytes());
        checkSize(out.sizeBytes());
    }

    private void checkSize(int size) throws TooLargeException {
        if (size > maxBytes) {
            throw new TooLargeException(maxBytes);
        }
    }

    private void readRefs(int start, int end) throws MalformedRecordException {
        refCount = 0;
        WireCursor in = new WireCursor(request, start, end);
        while (!in.atEnd()) {
            int tag = in.tag();
            if (tag == LABEL_REFS_PACKED_TAG) {
                int fieldEnd = in.endOfLength();
                while (in.at() < fieldEnd) {
                    addRef(in);
                }
            } else if (tag == LABEL_REF_TAG) {
                addRef(in);
            } else {
                in.skip(tag);
            }
        }
        if (refCount % 2 != 0) {
            throw in.malformed(start, "a label without a value");
        }
    }

    private void addRef(WireCursor in) throws MalformedRecordException {
        if (refCount == refs.length) {
            refs = Arrays.copyOf(refs, 2 * refs.length);
        }
        refs[refCount++] = ref(in);
    }

    private int ref(WireCursor in) throws MalformedRecordException {
        int start = in.at();
        long ref = in.varint();
        if (ref < 0 || ref >= symbolPlaces / 2) {
            throw in.malformed(start, "symbol " + Long.toUnsignedString(ref) + " of " + symbolPlaces / 2);
        }
        return (int) ref;
    }

    private int symbolStart(int ref) {
        return symbols[2 * ref];
    }

    private int symbolEnd(int ref) {
        return symbols[2 * ref + 1];
    }

    private String symbol(int ref) {
        return new String(request, symbolStart(ref), symbolEnd(ref) - symbolStart(ref), StandardCharsets.UTF_8);
    }

    /** Said of each series; in 1.0 it is said once of the family. */
    private void translateMetadata(int start, int end) throws MalformedRecordException {
        MetricType type = MetricType.UNKNOWN;
        int help = -1;
        int unit = -1;
        WireCursor in = new WireCursor(request, start, end);
        while (!in.atEnd()) {
            int tag = in.tag();
            switch (tag) {
                case TYPE_TAG -> {
                    long number = in.varint();
                    type = number >= 0 && number < METRIC_TYPES.length
                            ? METRIC_TYPES[(int) number]
                            : MetricType.UNKNOWN;
                }
                case HELP_REF_TAG -> help = ref(in);
                case UNIT_REF_TAG -> unit = ref(in);
                default -> in.skip(tag);
            }
        }
        String helpText = help < 0 ? "" : symbol(help);
        String unitText = unit < 0 ? "" : symbol(unit);
        boolean says = type != MetricType.UNKNOWN || !helpText.isEmpty() || !unitText.isEmpty();
        String family = family(type);
        if (says && !family.isEmpty() && described.add(family)) {
            out.metadata(family, type, helpText, unitText);
        }
    }

    private String family(MetricType type) {
        String metric = "";
        for (int i = 0; i < refCount; i += 2) {
            if (symbol(refs[i]).equals(EncodedLabels.NAME)) {
                metric = symbol(refs[i + 1]);
            }
        }
        if (type == MetricType.HISTOGRAM || type == MetricType.SUMMARY) {
            for (String part : PARTS_OF_FAMILIES) {
                if (metric.endsWith(part)) {
                    return metric.substring(0, metric.length() - part.length());
                }
            }
        }
        return metric;
    }
}
