package io.vedette.collector.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.throttle.Throttle;
import io.vedette.protocol.Topic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters on {@link Topic#DEADLETTER}: key, value and headers of the origin, and headers that say where the record
 * stood, what is wrong with it and when that was found.
 *
 * <p>Safe for use by any thread, as the producer is.
 */
public final class KafkaDeadLetters implements DeadLetters {
    /** Header: name of the topic the record came from. */
    public static final String ORIGIN_TOPIC = "vedette-origin-topic";
    /** Header: its partition, in decimal. */
    public static final String ORIGIN_PARTITION = "vedette-origin-partition";
    /** Header: its offset, in decimal. */
    public static final String ORIGIN_OFFSET = "vedette-origin-offset";
    /** Header: what is wrong with it, UTF-8. */
    public static final String REASON = "vedette-reason";
    /** Header: when that was found, as in RFC 3339. */
    public static final String TIME = "vedette-time";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetters.class);
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final int REASON_LIMIT = 2_000;
    private static final int WARNINGS_A_MINUTE = 10;

    private final Producer<byte[], byte[]> producer;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Throttle warnings;

    /** @param producer acknowledges from all replicas; stays the caller's to close */
    public KafkaDeadLetters(Producer<byte[], byte[]> producer, InstantSource clock, MeterRegistry meters) {
        this.producer = producer;
        this.clock = clock;
        this.meters = meters;
        this.warnings = new Throttle(WARNINGS_A_MINUTE, clock);
    }

    @Override
    public void bury(ConsumerRecord<byte[], byte[]> record, String reason) throws IOException {
        String shown = reason.length() > REASON_LIMIT ? reason.substring(0, REASON_LIMIT) + "…" : reason;
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topic.DEADLETTER.topicName(), record.key(), record.value());
        Headers headers = letter.headers();
        record.headers().forEach(headers::add);
        put(headers, ORIGIN_TOPIC, record.topic());
        put(headers, ORIGIN_PARTITION, Integer.toString(record.partition()));
        put(headers, ORIGIN_OFFSET, Long.toString(record.offset()));
        put(headers, REASON, shown);
        put(headers, TIME, clock.instant().toString());
        try {
            producer.send(letter).get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a dead letter was being written");
        } catch (TimeoutException e) {
            throw new IOException(
                    Topic.DEADLETTER.topicName() + " does not answer within " + WAIT_MAX.toSeconds() + " s", e);
        } catch (ExecutionException | RuntimeException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new IOException("cannot write to " + Topic.DEADLETTER.topicName() + ": " + cause.getMessage(), cause);
        }
        meters.counter("vedette_deadletter_records_total", "topic", record.topic())
                .increment();
        warn(record, shown);
    }

    private void warn(ConsumerRecord<byte[], byte[]> record, String reason) {
        long heldBack = warnings.held();
        if (heldBack < 0) {
            return; // counted by the metric all the same
        }
        LOG.warn(
                "{} partition {} offset {} went to {}: {}{}",
                record.topic(),
                record.partition(),
                record.offset(),
                Topic.DEADLETTER.topicName(),
                reason,
                heldBack == 0 ? "" : " (and " + heldBack + " records before it, not named here)");
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
