package io.vedette.collector.prometheus;

import io.javalin.http.Context;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.WriteRequestTwo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** What a sender of remote write puts into a request's headers and body, unpacked as far as the limits allow. */
final class PushedBody {
    static final int MAX_COMPRESSED_BYTES = 8 * 1024 * 1024;
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private PushedBody() {}

    /** The versions of remote write. */
    enum Version {
        ONE,
        TWO
    }

    /** A request that is refused for good, with the status that says so. */
    static final class RefusedException extends Exception {
        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * What the headers announce. Without a content type it is 1.0, as senders of the first hour had none.
     *
     * @throws RefusedException if it is neither version, or not compressed with snappy
     */
    static Version version(Context context) throws RefusedException {
        String encoding = lower(context.header("Content-Encoding"));
        if (!encoding.isEmpty() && !encoding.equals("snappy")) {
            throw new RefusedException(
                    415, "Content-Encoding " + shown(encoding) + " is not known; compress with snappy");
        }
        String type = lower(context.header("Content-Type"));
        String[] parts = type.split(";", -1);
        if (!type.isEmpty() && !parts[0].trim().equals("application/x-protobuf")) {
            throw new RefusedException(
                    415, "Content-Type " + shown(type) + " is not known; send application/x-protobuf");
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.equals("proto=io.prometheus.write.v2.request")) {
                return Version.TWO;
            }
            if (parameter.startsWith("proto=") && !parameter.equals("proto=prometheus.writerequest")) {
                throw new RefusedException(
                        415,
                        "Content-Type " + shown(type)
                                + " is not known; send prometheus.WriteRequest or io.prometheus.write.v2.Request");
            }
        }
        return Version.ONE;
    }

    private static String lower(@Nullable String header) {
        return header == null ? "" : header.trim().toLowerCase(Locale.ROOT);
    }

    private static String shown(String header) {
        return "\"" + (header.length() > 100 ? header.substring(0, 100) + "…" : header) + "\"";
    }

    /** The body as it came. */
    static byte[] read(Context context) throws IOException, RefusedException {
        try (InputStream in = context.req().getInputStream()) {
            byte[] body = in.readNBytes(MAX_COMPRESSED_BYTES + 1);
            if (body.length > MAX_COMPRESSED_BYTES) {
                throw new RefusedException(
                        413, "more than " + MAX_COMPRESSED_BYTES + " bytes; send fewer samples at a time");
            }
            return body;
        }
    }

    /** Size of a body once it is uncompressed, by its own account. */
    static int uncompressedBytes(byte[] compressed) throws MalformedRecordException, RefusedException {
        int length;
        try {
            length = Snappy.uncompressedLength(compressed);
        } catch (IOException e) {
            throw new MalformedRecordException("not compressed with snappy: " + e.getMessage(), e);
        }
        if (length < 0 || length > MAX_BYTES) {
            throw new RefusedException(
                    413, "more than " + MAX_BYTES + " bytes when uncompressed; send fewer samples at a time");
        }
        return length;
    }

    /** Uncompresses a body the size of which is known to be allowed. */
    static byte[] uncompress(byte[] compressed) throws MalformedRecordException {
        try {
            return Snappy.uncompress(compressed);
        } catch (IOException e) {
            throw new MalformedRecordException("not compressed with snappy, or cut short: " + e.getMessage(), e);
        }
    }

    /** A request of version 2.0 as one of 1.0. */
    static WriteRequestTwo.Translated translate(byte[] request) throws MalformedRecordException, RefusedException {
        try {
            return WriteRequestTwo.translate(request, MAX_BYTES);
        } catch (WriteRequestTwo.TooLargeException e) {
            throw new RefusedException(413, String.valueOf(e.getMessage()));
        }
    }
}
