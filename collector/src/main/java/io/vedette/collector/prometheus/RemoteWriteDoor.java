package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.serve.Door;
import io.vedette.collector.serve.JsonErrors;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * {@code POST /api/v1/write}: remote write 1.0. A request is answered with 204 when Kafka has acknowledged all of it;
 * with a 4xx if it will never be understood, and with 503 if it should be sent again.
 */
public final class RemoteWriteDoor implements Door {
    static final int MAX_COMPRESSED_BYTES = 8 * 1024 * 1024;
    static final int MAX_BYTES = 32 * 1024 * 1024;

    /** Below Kafka's own limit of 1 MiB, which counts headers too. */
    private static final int MAX_RECORD_BYTES = 900 * 1024;

    private static final int MAX_CONCURRENT = 4;
    private static final long KAFKA_WAIT_SECONDS = 30;
    private static final String RETRY_SECONDS = "5";

    private final Producer<byte[], byte[]> producer;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);
    private final MeterRegistry meters;

    /** @param producer waits for all replicas; stays the caller's to close */
    public RemoteWriteDoor(Producer<byte[], byte[]> producer, MeterRegistry meters) {
        this.producer = producer;
        this.meters = meters;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/api/v1/write", this::take);
    }

    private void take(Context context) throws IOException, InterruptedException {
        if (!permits.tryAcquire()) {
            later(context, "too many pushes at the same time");
            return;
        }
        try {
            if (!isRemoteWriteOne(context)) {
                never(context, 415, "send remote write 1.0: application/x-protobuf, compressed with snappy");
                return;
            }
            byte[] compressed = readBody(context);
            if (compressed.length > MAX_COMPRESSED_BYTES) {
                never(context, 413, "more than " + MAX_COMPRESSED_BYTES + " bytes; send fewer samples at a time");
                return;
            }
            keep(PushedRequest.cut(uncompress(compressed), MAX_RECORD_BYTES));
            count("kept");
            context.status(204);
        } catch (MalformedRecordException e) {
            never(context, 400, String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                never(
                        context,
                        400,
                        "Kafka takes no records of this size: " + e.getCause().getMessage());
            } else {
                later(context, "Kafka did not take it: " + e.getCause());
            }
        } catch (KafkaException | TimeoutException e) {
            later(context, "Kafka did not take it: " + e.getMessage());
        } finally {
            permits.release();
        }
    }

    private static boolean isRemoteWriteOne(Context context) {
        String type = lower(context.header("Content-Type"));
        String encoding = lower(context.header("Content-Encoding"));
        boolean known = type.isEmpty() || type.startsWith("application/x-protobuf");
        return known && !type.contains("write.v2") && (encoding.isEmpty() || encoding.equals("snappy"));
    }

    private static String lower(@Nullable String header) {
        return header == null ? "" : header.toLowerCase(Locale.ROOT);
    }

    private static byte[] readBody(Context context) throws IOException {
        try (InputStream in = context.req().getInputStream()) {
            return in.readNBytes(MAX_COMPRESSED_BYTES + 1);
        }
    }

    private static byte[] uncompress(byte[] compressed) throws MalformedRecordException {
        try {
            int length = Snappy.uncompressedLength(compressed);
            if (length < 0 || length > MAX_BYTES) {
                throw new MalformedRecordException("more than " + MAX_BYTES + " bytes when uncompressed");
            }
            if (!Snappy.isValidCompressedBuffer(compressed)) {
                throw new MalformedRecordException("not compressed with snappy, or cut short");
            }
            return Snappy.uncompress(compressed);
        } catch (MalformedRecordException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedRecordException("not compressed with snappy: " + e.getMessage(), e);
        }
    }

    private void keep(List<PushedRequest.Piece> pieces)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (PushedRequest.Piece piece : pieces) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    Topic.METRICS.topicName(), piece.instance().getBytes(StandardCharsets.UTF_8), piece.request());
            record.headers().add(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes());
            sent.add(producer.send(record));
        }
        for (Future<RecordMetadata> one : sent) {
            one.get(KAFKA_WAIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void never(Context context, int status, String reason) {
        count("refused");
        JsonErrors.answer(context, status, reason);
    }

    private void later(Context context, String reason) {
        count("deferred");
        context.header("Retry-After", RETRY_SECONDS);
        JsonErrors.answer(context, 503, reason + "; send it again");
    }

    private void count(String outcome) {
        Counter.builder("vedette.remote.write.requests")
                .description("Requests pushed by remote write, by what became of them.")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }
}
