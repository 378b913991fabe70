package io.vedette.protocol.metrics;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A series' labels in wire form, encoded once and sent many times: a node's label sets hardly change from cycle to
 * cycle.
 *
 * <p>Immutable; safe for use by any thread.
 */
public final class EncodedLabels {
    /** The label that holds the metric's name. */
    public static final String NAME = "__name__";

    private final SortedMap<String, String> labels;
    private final byte[] bytes;

    private EncodedLabels(SortedMap<String, String> labels, byte[] bytes) {
        this.labels = labels;
        this.bytes = bytes;
    }

    /**
     * @param metric the metric's name
     * @param labels the other labels; ones with an empty value are left out, as an empty label is no label
     */
    public static EncodedLabels of(String metric, Map<String, String> labels) {
        if (metric.isEmpty()) {
            throw new IllegalArgumentException("a series needs a metric name");
        }
        TreeMap<String, String> sorted = new TreeMap<>(labels);
        sorted.values().removeIf(String::isEmpty);
        sorted.put(NAME, metric);
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(32 * sorted.size());
        CodedOutputStream out = CodedOutputStream.newInstance(buffer, 256);
        try {
            for (Map.Entry<String, String> label : sorted.entrySet()) {
                int size = CodedOutputStream.computeStringSize(1, label.getKey())
                        + CodedOutputStream.computeStringSize(2, label.getValue());
                out.writeTag(WireFields.SERIES_LABELS, WireFields.LENGTH_DELIMITED);
                out.writeUInt32NoTag(size);
                out.writeString(1, label.getKey());
                out.writeString(2, label.getValue());
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: writing to memory", e);
        }
        return new EncodedLabels(sorted, buffer.toByteArray());
    }

    /** All labels, the metric's name among them, sorted by name; unmodifiable. */
    public SortedMap<String, String> labels() {
        return Collections.unmodifiableSortedMap(labels);
    }

    /** The metric's name. */
    public String metric() {
        return labels.getOrDefault(NAME, "");
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedLabels that && labels.equals(that.labels);
    }

    @Override
    public int hashCode() {
        return labels.hashCode();
    }

    @Override
    public String toString() {
        return labels.toString();
    }
}
