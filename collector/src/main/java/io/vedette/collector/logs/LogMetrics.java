package io.vedette.collector.logs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.index.LogHistogram;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.MetricType;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Log lines as samples: how many, and of how many bytes, by node, dataset and level. They go to the metrics topic like
 * any node's samples, so that one rule language serves both and restarts lose nothing that was sent.
 *
 * <p>A line counts once it is committed in the index, so that one which is read from Kafka again counts once. A new
 * series begins with a zero one interval earlier: its first lines would else be no increase.
 *
 * <p>One thread counts and settles, one sends.
 */
public final class LogMetrics {
    /** Time between two samples of a series. */
    public static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Series at a time: each is one node, dataset and level. */
    static final int SERIES_MAX = 20_000;

    private static final Duration FORGET_AFTER = Duration.ofHours(6);

    private record Key(String instance, String dataset, String level) {}

    private static final class Count {
        final EncodedLabels events;
        final EncodedLabels bytes;
        long eventTotal;
        long byteTotal;
        long changedMillis;
        boolean sent;

        Count(EncodedLabels events, EncodedLabels bytes) {
            this.events = events;
            this.bytes = bytes;
        }
    }

    private final String cluster;
    private final String collector;
    private final Producer<byte[], byte[]> producer;
    private final InstantSource clock;
    private final Counter uncounted;
    private final Counter failures;
    /** Counted but not committed: events and bytes; used by the counting thread. */
    private final Map<Key, long[]> pending = new HashMap<>();
    /** Guarded by itself. */
    private final Map<Key, Count> counts = new HashMap<>();

    private final WriteRequestWriter writer = new WriteRequestWriter();

    /**
     * @param cluster label of all series
     * @param collector name of this collector: each counts its own lines, and series of two must not mix
     * @param producer stays the caller's to close
     */
    public LogMetrics(
            String cluster,
            String collector,
            Producer<byte[], byte[]> producer,
            InstantSource clock,
            MeterRegistry meters) {
        this.cluster = cluster;
        this.collector = collector;
        this.producer = producer;
        this.clock = clock;
        uncounted = Counter.builder("vedette_log_metrics_dropped_total")
                .description("Lines not counted by node, dataset and level, as there are too many such series")
                .register(meters);
        failures = Counter.builder("vedette_log_metrics_send_errors_total")
                .description("Requests with log metrics that Kafka did not take; the next one makes up for it")
                .register(meters);
    }

    /** Counts a line that was added to the index. */
    void count(LogDocument document) {
        String level = document.fields().text("log.level");
        String host = document.fields().text("host.name");
        Key key = new Key(host == null ? "" : host, document.dataset(), level == null ? LogHistogram.NO_LEVEL : level);
        long[] sums = pending.computeIfAbsent(key, k -> new long[2]);
        sums[0]++;
        sums[1] += document.lengthBytes();
    }

    /** Makes what was counted since the last call part of the totals: it is committed. */
    void settle() {
        long now = clock.millis();
        synchronized (counts) {
            pending.forEach((key, sums) -> {
                Count count = counts.get(key);
                if (count == null) {
                    if (counts.size() >= SERIES_MAX) {
                        uncounted.increment(sums[0]);
                        return;
                    }
                    count = new Count(labels("vedette_log_events_total", key), labels("vedette_log_bytes_total", key));
                    counts.put(key, count);
                }
                count.eventTotal += sums[0];
                count.byteTotal += sums[1];
                count.changedMillis = now;
            });
        }
        pending.clear();
    }

    /** Forgets what was counted since {@link #settle}: it will be read, and counted, again. */
    void discard() {
        pending.clear();
    }

    private EncodedLabels labels(String metric, Key key) {
        return EncodedLabels.of(
                metric,
                Map.of(
                        "job",
                        "node",
                        "instance",
                        key.instance,
                        "cluster",
                        cluster,
                        "dataset",
                        key.dataset,
                        "level",
                        key.level,
                        "collector",
                        collector));
    }

    /** Sends the totals, one request a node; to be called every {@link #INTERVAL}, by one thread. */
    public void send() {
        long now = clock.millis();
        Map<String, List<Count>> byHost = new TreeMap<>();
        synchronized (counts) {
            counts.values().removeIf(count -> now - count.changedMillis > FORGET_AFTER.toMillis());
            counts.forEach((key, count) -> byHost.computeIfAbsent(key.instance, host -> new ArrayList<>())
                    .add(count));
            byHost.forEach((host, series) -> send(host, series, now));
        }
    }

    private void send(String host, List<Count> series, long now) {
        writer.reset();
        writer.metadata("vedette_log_events_total", MetricType.COUNTER, "Log lines stored.", "");
        writer.metadata("vedette_log_bytes_total", MetricType.COUNTER, "Bytes of log lines stored.", "bytes");
        for (Count count : series) {
            if (!count.sent) {
                writer.sample(count.events, now - INTERVAL.toMillis(), 0);
                writer.sample(count.bytes, now - INTERVAL.toMillis(), 0);
                count.sent = true;
            }
            writer.sample(count.events, now, count.eventTotal);
            writer.sample(count.bytes, now, count.byteTotal);
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.METRICS.topicName(), host.getBytes(StandardCharsets.UTF_8), writer.toByteArray());
        record.headers().add(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes());
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    failures.increment();
                }
            });
        } catch (RuntimeException e) {
            // Kafka is away and the producer's memory full: totals lose nothing by being sent later.
            failures.increment();
        }
    }
}
