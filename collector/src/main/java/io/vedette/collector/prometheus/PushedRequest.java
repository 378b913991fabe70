package io.vedette.collector.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A remote-write request that was pushed, cut into records for the metrics topic: the series of each instance together,
 * as an agent sends them, so that all samples of a series lie in one partition in their order. The bytes of the series
 * are not touched; a request of one instance that is small enough stays as it is.
 */
final class PushedRequest {
    private static final int SERIES_TAG = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int METADATA_TAG = 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private PushedRequest() {}

    /**
     * A record for the topic.
     *
     * @param instance the series' label; empty if they have none
     */
    record Piece(String instance, byte[] request) {}

    /** A field of the request: its bytes, tag and length among them. */
    private record Field(int start, int end) {
        int length() {
            return end - start;
        }
    }

    /**
     * Checks and cuts a request.
     *
     * @param maxBytes of a piece
     * @throws MalformedRecordException if it is no request, or one series alone is larger than a piece may be
     */
    static List<Piece> cut(byte[] request, int maxBytes) throws MalformedRecordException {
        Instances instances = new Instances();
        new WriteRequestReader().read(request, instances);
        if (request.length <= maxBytes && instances.names.stream().distinct().count() == 1) {
            return List.of(new Piece(instances.names.get(0), request));
        }
        List<Piece> pieces = new ArrayList<>();
        for (Map.Entry<String, List<Field>> entry :
                byInstance(request, instances.names).entrySet()) {
            addPieces(pieces, entry.getKey(), request, entry.getValue(), maxBytes);
        }
        return pieces;
    }

    /** The instance of each series, in the order of the request. */
    private static final class Instances implements WriteRequestVisitor {
        private final List<String> names = new ArrayList<>();

        @Override
        public void series(String[] namesAndValues, int length) {
            String instance = "";
            for (int i = 0; i < length; i += 2) {
                if (namesAndValues[i].equals("instance")) {
                    instance = namesAndValues[i + 1];
                }
            }
            names.add(instance);
        }

        @Override
        public void sample(long timestampMillis, double value) {}
    }

    /** What is known of metrics goes with the first instance: it is said of the metric, whoever sends it. */
    private static Map<String, List<Field>> byInstance(byte[] request, List<String> instances)
            throws MalformedRecordException {
        Map<String, List<Field>> fields = new LinkedHashMap<>();
        String first = instances.isEmpty() ? "" : instances.get(0);
        CodedInputStream in = CodedInputStream.newInstance(request);
        int series = 0;
        try {
            int start = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                in.skipField(tag);
                int end = in.getTotalBytesRead();
                if (tag == SERIES_TAG || tag == METADATA_TAG) {
                    String instance = tag == SERIES_TAG ? instances.get(series++) : first;
                    fields.computeIfAbsent(instance, key -> new ArrayList<>()).add(new Field(start, end));
                }
                start = end;
            }
        } catch (IOException e) {
            throw new MalformedRecordException("not a write request: " + e.getMessage(), e);
        }
        return fields;
    }

    private static void addPieces(List<Piece> pieces, String instance, byte[] request, List<Field> fields, int maxBytes)
            throws MalformedRecordException {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        for (Field field : fields) {
            if (field.length() > maxBytes) {
                throw new MalformedRecordException("one series of " + field.length() + " bytes: more than " + maxBytes
                        + " cannot be kept; send fewer samples of a series at a time");
            }
            if (piece.size() + field.length() > maxBytes) {
                pieces.add(new Piece(instance, piece.toByteArray()));
                piece.reset();
            }
            piece.write(request, field.start(), field.length());
        }
        if (piece.size() > 0) {
            pieces.add(new Piece(instance, piece.toByteArray()));
        }
    }
}
