package io.vedette.collector.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/** Asks a remote-read endpoint, ours or Prometheus's, and reads its answers by the documented formats. */
final class ReadClient {
    static final int EQUAL = 0;
    static final int NOT_EQUAL = 1;
    static final int REGEX = 2;
    static final int NOT_REGEX = 3;

    private ReadClient() {}

    record Matcher(int type, String name, String value) {}

    record Query(long start, long end, Matcher... matchers) {}

    /** A series, with the bits of its values. */
    record Series(int query, String labels, List<Long> times, List<Long> bits) {}

    static byte[] request(boolean streamed, Query... queries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (Query query : queries) {
            out.writeByteArray(1, message(query));
        }
        if (streamed) {
            out.writeByteArray(2, new byte[] {1, 0});
        }
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] message(Query query) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeInt64(1, query.start());
        out.writeInt64(2, query.end());
        for (Matcher matcher : query.matchers()) {
            ByteArrayOutputStream inner = new ByteArrayOutputStream();
            CodedOutputStream matching = CodedOutputStream.newInstance(inner);
            matching.writeEnum(1, matcher.type());
            matching.writeString(2, matcher.name());
            matching.writeString(3, matcher.value());
            matching.flush();
            out.writeByteArray(3, inner.toByteArray());
        }
        ByteArrayOutputStream hints = new ByteArrayOutputStream();
        CodedOutputStream to = CodedOutputStream.newInstance(hints);
        to.writeInt64(1, 15_000);
        to.writeString(2, "rate");
        to.writeInt64(3, query.start());
        to.writeInt64(4, query.end());
        to.flush();
        out.writeByteArray(4, hints.toByteArray());
        out.flush();
        return bytes.toByteArray();
    }

    static HttpResponse<byte[]> post(String url, byte[] body) throws IOException, InterruptedException {
        return ApiServer.CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + "api/v1/read"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    static HttpResponse<byte[]> ask(String url, boolean streamed, Query... queries)
            throws IOException, InterruptedException {
        return post(url, Snappy.compress(request(streamed, queries)));
    }

    /** The series of a {@code ReadResponse}. */
    static List<Series> samples(byte[] compressed) throws IOException {
        List<Series> found = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(Snappy.uncompress(compressed));
        int query = 0;
        while (!in.isAtEnd()) {
            require(in.readTag() == 10);
            CodedInputStream result = CodedInputStream.newInstance(in.readByteArray());
            while (!result.isAtEnd()) {
                require(result.readTag() == 10);
                found.add(series(query, CodedInputStream.newInstance(result.readByteArray())));
            }
            query++;
        }
        return found;
    }

    private static Series series(int query, CodedInputStream in) throws IOException {
        StringBuilder labels = new StringBuilder();
        List<Long> times = new ArrayList<>();
        List<Long> bits = new ArrayList<>();
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            CodedInputStream field = CodedInputStream.newInstance(in.readByteArray());
            if (tag == 10) {
                labels.append(label(field));
                continue;
            }
            require(tag == 18);
            long time = 0;
            long value = 0;
            while (!field.isAtEnd()) {
                switch (field.readTag()) {
                    case 9 -> value = field.readFixed64();
                    case 16 -> time = field.readInt64();
                    default -> throw new IOException("unknown field of a sample");
                }
            }
            times.add(time);
            bits.add(value);
        }
        return new Series(query, labels.toString(), times, bits);
    }

    private static String label(CodedInputStream in) throws IOException {
        String name = "";
        String value = "";
        while (!in.isAtEnd()) {
            switch (in.readTag()) {
                case 10 -> name = in.readString();
                case 18 -> value = in.readString();
                default -> throw new IOException("unknown field of a label");
            }
        }
        return name + "=" + value + ";";
    }

    /** The series of a stream of {@code ChunkedReadResponse}s. */
    static List<Series> chunks(byte[] stream) throws IOException {
        List<Series> found = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(stream));
        while (in.available() > 0) {
            int length = CodedInputStream.readRawVarint32(in.readUnsignedByte(), in);
            int checksum = in.readInt();
            byte[] frame = in.readNBytes(length);
            CRC32C expected = new CRC32C();
            expected.update(frame);
            require(checksum == (int) expected.getValue());
            frame(CodedInputStream.newInstance(frame), found);
        }
        return found;
    }

    private static void frame(CodedInputStream in, List<Series> found) throws IOException {
        List<byte[]> series = new ArrayList<>();
        int query = 0;
        while (!in.isAtEnd()) {
            switch (in.readTag()) {
                case 10 -> series.add(in.readByteArray());
                case 16 -> query = (int) in.readInt64();
                default -> throw new IOException("unknown field of a frame");
            }
        }
        for (byte[] one : series) {
            CodedInputStream fields = CodedInputStream.newInstance(one);
            StringBuilder labels = new StringBuilder();
            List<Long> times = new ArrayList<>();
            List<Long> bits = new ArrayList<>();
            while (!fields.isAtEnd()) {
                int tag = fields.readTag();
                CodedInputStream field = CodedInputStream.newInstance(fields.readByteArray());
                if (tag == 10) {
                    labels.append(label(field));
                } else {
                    chunk(field, times, bits);
                }
            }
            Series last = found.isEmpty() ? null : found.get(found.size() - 1);
            if (last != null && last.query() == query && last.labels().contentEquals(labels)) {
                last.times().addAll(times);
                last.bits().addAll(bits);
            } else {
                found.add(new Series(query, labels.toString(), times, bits));
            }
        }
    }

    private static void chunk(CodedInputStream in, List<Long> times, List<Long> bits) throws IOException {
        int first = times.size();
        long min = 0;
        long max = 0;
        while (!in.isAtEnd()) {
            switch (in.readTag()) {
                case 8 -> min = in.readInt64();
                case 16 -> max = in.readInt64();
                case 24 -> require(in.readEnum() == 1);
                case 34 -> decode(new BitReader(in.readByteArray()), times, bits);
                default -> throw new IOException("unknown field of a chunk");
            }
        }
        require(times.get(first) == min && times.get(times.size() - 1) == max);
    }

    private static void decode(BitReader in, List<Long> times, List<Long> bits) {
        int count = (int) in.read(16);
        long delta = 0;
        long time = 0;
        long value = 0;
        int leading = 0;
        int trailing = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0) {
                long zigzag = in.varint();
                time = zigzag >>> 1 ^ -(zigzag & 1);
                value = in.read(64);
            } else {
                delta = i == 1 ? in.varint() : delta + in.difference();
                time += delta;
                if (in.read(1) == 1) {
                    if (in.read(1) == 1) {
                        leading = (int) in.read(5);
                        int width = (int) in.read(6);
                        trailing = 64 - leading - (width == 0 ? 64 : width);
                    }
                    value ^= in.read(64 - leading - trailing) << trailing;
                }
            }
            times.add(time);
            bits.add(value);
        }
    }

    private static final class BitReader {
        private final byte[] bytes;
        private int at;

        BitReader(byte[] bytes) {
            this.bytes = bytes;
        }

        long read(int width) {
            long number = 0;
            for (int i = 0; i < width; i++, at++) {
                number = number << 1 | bytes[at >> 3] >> 7 - (at & 7) & 1;
            }
            return number;
        }

        long varint() {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                long next = read(8);
                number |= (next & 0x7f) << shift;
                if (next < 0x80) {
                    return number;
                }
            }
        }

        long difference() {
            int ones = 0;
            while (ones < 4 && read(1) == 1) {
                ones++;
            }
            int width = new int[] {0, 14, 17, 20, 64}[ones];
            if (width == 0) {
                return 0;
            }
            long number = read(width);
            return width < 64 && number > 1L << width - 1 ? number - (1L << width) : number;
        }
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not as the format says");
        }
    }
}
