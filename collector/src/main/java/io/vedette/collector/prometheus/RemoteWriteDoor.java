package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.prometheus.PushedBody.RefusedException;
import io.vedette.collector.prometheus.PushedBody.Version;
import io.vedette.collector.serve.Door;
import io.vedette.collector.serve.JsonErrors;
import io.vedette.collector.throttle.Throttle;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.metrics.WriteRequestTwo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/v1/write}: remote write 1.0 and 2.0. A request is answered when Kafka has acknowledged what is good
 * in it: with 204, or with 400 if some series could not be understood, as they never will be; with 413 or 415 if it
 * should be sent otherwise, and with 503 if it should be sent again.
 */
public final class RemoteWriteDoor implements Door {
    /** Below Kafka's own limit of 1 MiB, which counts headers too. */
    private static final int MAX_RECORD_BYTES = 900 * 1024;

    /** A request takes its size a few times: uncompressed, cut into records, in the producer. */
    private static final int MAX_BYTES_AT_A_TIME = 2 * PushedBody.MAX_BYTES;

    private static final int MAX_BODIES_AT_A_TIME = 16;
    private static final long KAFKA_WAIT_SECONDS = 30;
    private static final String RETRY_SECONDS = "5";

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteDoor.class);

    private final Producer<byte[], byte[]> producer;
    private final Semaphore bodies = new Semaphore(MAX_BODIES_AT_A_TIME);
    private final Semaphore bytes = new Semaphore(MAX_BYTES_AT_A_TIME);
    private final MeterRegistry meters;
    private final Throttle histogramWarnings;
    private final Counter samples;
    private final Counter histograms;
    private final Counter exemplars;
    private final Counter refusedSeries;

    /** @param producer waits for all replicas; stays the caller's to close */
    public RemoteWriteDoor(Producer<byte[], byte[]> producer, InstantSource clock, MeterRegistry meters) {
        this.producer = producer;
        this.meters = meters;
        this.histogramWarnings = new Throttle(1, clock);
        this.samples = counter("samples", "Samples pushed by remote write that Kafka has.");
        this.histograms = counter("histograms", "Native histograms pushed by remote write, which are passed over.");
        this.exemplars = counter("exemplars", "Exemplars pushed by remote write, which are passed over.");
        this.refusedSeries =
                counter("refused_series", "Series pushed by remote write that were left out as malformed.");
    }

    private Counter counter(String what, String description) {
        return Counter.builder("vedette_remote_write_" + what + "_total")
                .description(description)
                .register(meters);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/api/v1/write", this::take);
    }

    private void take(Context context) throws IOException, InterruptedException {
        if (!bodies.tryAcquire()) {
            later(context, "too many pushes at the same time");
            return;
        }
        try {
            Version version = PushedBody.version(context);
            byte[] compressed = PushedBody.read(context);
            int size = Math.max(1, PushedBody.uncompressedBytes(compressed));
            if (!bytes.tryAcquire(size)) {
                later(context, "too many pushes at the same time");
                return;
            }
            try {
                take(context, version, PushedBody.uncompress(compressed));
            } finally {
                bytes.release(size);
            }
        } catch (RefusedException e) {
            never(context, e.status(), String.valueOf(e.getMessage()));
        } catch (MalformedRecordException e) {
            never(context, 400, String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                never(context, 400, "Kafka takes no records of this size: " + tooLarge.getMessage());
            } else {
                later(context, "Kafka did not take it: " + e.getCause());
            }
        } catch (KafkaException | TimeoutException e) {
            later(context, "Kafka did not take it: " + e.getMessage());
        } finally {
            bodies.release();
        }
    }

    private void take(Context context, Version version, byte[] body)
            throws MalformedRecordException, RefusedException, InterruptedException, ExecutionException,
                    TimeoutException {
        byte[] request = body;
        long passedOver = 0;
        if (version == Version.TWO) {
            WriteRequestTwo.Translated translated = PushedBody.translate(body);
            request = translated.request();
            passedOver = translated.exemplars();
        }
        PushedRequest.Cut cut = PushedRequest.cut(request, MAX_RECORD_BYTES);
        keep(cut.pieces());
        samples.increment(cut.samples());
        exemplars.increment(cut.exemplars() + passedOver);
        refusedSeries.increment(cut.refusedSeries());
        if (cut.histograms() > 0) {
            histograms.increment(cut.histograms());
            warnOfHistograms(cut.histograms());
        }
        if (version == Version.TWO) {
            context.header("X-Prometheus-Remote-Write-Samples-Written", Long.toString(cut.samples()));
            context.header("X-Prometheus-Remote-Write-Histograms-Written", "0");
            context.header("X-Prometheus-Remote-Write-Exemplars-Written", "0");
        }
        if (cut.refusedSeries() > 0) {
            never(context, 400, cut.refusedSeries() + " series left out, all others kept: " + cut.fault());
        } else {
            count("kept");
            context.status(204);
        }
    }

    private void warnOfHistograms(long count) {
        if (histogramWarnings.held() >= 0) {
            LOG.warn(
                    "remote write brings native histograms ({} in this request), which are passed over;"
                            + " have the sender send classic ones",
                    count);
        }
    }

    private void keep(List<PushedRequest.Piece> pieces)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(pieces.size());
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
