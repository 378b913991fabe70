package io.vedette.collector.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.vedette.rules.labels.LabelMatcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One query of a remote-read request.
 *
 * @param startMillis earliest time, inclusive
 * @param endMillis latest time, inclusive
 */
record ReadQuery(long startMillis, long endMillis, List<LabelMatcher> matchers) {
    private static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int QUERIES = 1 << 3 | LENGTH_DELIMITED;
    private static final int ACCEPTED_TYPE = 2 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int ACCEPTED_TYPES = 2 << 3 | LENGTH_DELIMITED;
    private static final int START = 1 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int END = 2 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int MATCHERS = 3 << 3 | LENGTH_DELIMITED;
    private static final int HINTS = 4 << 3 | LENGTH_DELIMITED;
    private static final int HINT_START = 3 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int HINT_END = 4 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int TYPE = 1 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int NAME = 2 << 3 | LENGTH_DELIMITED;
    private static final int VALUE = 3 << 3 | LENGTH_DELIMITED;

    private static final int STREAMED_XOR_CHUNKS = 1;
    private static final int MAX_QUERIES = 1_000;
    private static final int MAX_MATCHERS = 1_000;

    private static final LabelMatcher.Type[] TYPES = {
        LabelMatcher.Type.EQUAL, LabelMatcher.Type.NOT_EQUAL, LabelMatcher.Type.REGEX, LabelMatcher.Type.NOT_REGEX
    };

    ReadQuery {
        matchers = List.copyOf(matchers);
    }

    /**
     * A request.
     *
     * @param streamed whether the client takes a stream of chunks, and would rather have that than samples
     */
    record Request(List<ReadQuery> queries, boolean streamed) {
        Request {
            queries = List.copyOf(queries);
        }
    }

    /** Reads a request, {@code prometheus.ReadRequest}. Of the hints in it those on time are heeded. */
    static Request parse(byte[] bytes) throws ApiException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        List<ReadQuery> queries = new ArrayList<>();
        List<Integer> accepted = new ArrayList<>();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case QUERIES -> {
                        int outer = in.pushLimit(in.readRawVarint32());
                        queries.add(query(in));
                        in.popLimit(outer);
                    }
                    case ACCEPTED_TYPE -> accepted.add(in.readEnum());
                    case ACCEPTED_TYPES -> {
                        int outer = in.pushLimit(in.readRawVarint32());
                        while (!in.isAtEnd()) {
                            accepted.add(in.readEnum());
                        }
                        in.popLimit(outer);
                    }
                    default -> in.skipField(tag);
                }
                requireAtMost(queries.size(), MAX_QUERIES, "queries");
            }
        } catch (IOException e) {
            throw new ApiException(ApiException.Type.BAD_DATA, "not a read request: " + e.getMessage());
        }
        return new Request(queries, !accepted.isEmpty() && accepted.get(0) == STREAMED_XOR_CHUNKS);
    }

    private static ReadQuery query(CodedInputStream in) throws IOException, ApiException {
        long start = 0;
        long end = 0;
        long[] hinted = {Long.MIN_VALUE, Long.MAX_VALUE};
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case START -> start = in.readInt64();
                case END -> end = in.readInt64();
                case MATCHERS -> {
                    int outer = in.pushLimit(in.readRawVarint32());
                    matchers.add(matcher(in));
                    in.popLimit(outer);
                }
                case HINTS -> {
                    int outer = in.pushLimit(in.readRawVarint32());
                    readHints(in, hinted);
                    in.popLimit(outer);
                }
                default -> in.skipField(tag);
            }
            requireAtMost(matchers.size(), MAX_MATCHERS, "matchers in one query");
        }
        return new ReadQuery(Math.max(start, hinted[0]), Math.min(end, hinted[1]), matchers);
    }

    /** The times between which the asker has any use for samples: less than all that its query spans. */
    private static void readHints(CodedInputStream in, long[] hinted) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case HINT_START -> hinted[0] = in.readInt64();
                case HINT_END -> hinted[1] = in.readInt64();
                default -> in.skipField(tag);
            }
        }
    }

    private static LabelMatcher matcher(CodedInputStream in) throws IOException, ApiException {
        int type = 0;
        String name = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case TYPE -> type = in.readEnum();
                case NAME -> name = in.readStringRequireUtf8();
                case VALUE -> value = in.readStringRequireUtf8();
                default -> in.skipField(tag);
            }
        }
        if (type < 0 || type >= TYPES.length) {
            throw new ApiException(ApiException.Type.BAD_DATA, "invalid matcher type " + type);
        }
        try {
            return new LabelMatcher(name, TYPES[type], value);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    ApiException.Type.BAD_DATA,
                    "the matcher of label " + ApiTime.quote(name) + " is no regular expression: " + e.getMessage());
        }
    }

    private static void requireAtMost(int count, int max, String what) throws ApiException {
        if (count > max) {
            throw new ApiException(ApiException.Type.BAD_DATA, "more than " + max + " " + what);
        }
    }
}
