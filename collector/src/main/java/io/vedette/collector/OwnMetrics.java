package io.vedette.collector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.MetricType;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * The collector's own figures on the metrics topic, like any node's, so that rules can watch the watcher. One thread
 * sends.
 */
final class OwnMetrics {
    private static final String JOB = "vedette-collector";
    private static final int MAX_REQUEST_BYTES = 900 * 1024;

    private final PrometheusMeterRegistry meters;
    private final Map<String, String> labels;
    private final String name;
    private final Producer<byte[], byte[]> producer;
    private final InstantSource clock;
    private final Counter failures;
    private final WriteRequestWriter writer = new WriteRequestWriter();

    OwnMetrics(
            PrometheusMeterRegistry meters,
            String cluster,
            String name,
            Producer<byte[], byte[]> producer,
            InstantSource clock) {
        this.meters = meters;
        this.labels = Map.of("job", JOB, "instance", name, "cluster", cluster);
        this.name = name;
        this.producer = producer;
        this.clock = clock;
        this.failures = Counter.builder("vedette_own_metrics_send_errors_total")
                .description("Records with the collector's own figures that Kafka did not take.")
                .register(meters);
    }

    void send() {
        long now = clock.millis();
        writer.reset();
        for (MetricFamilySamples family :
                Collections.list(meters.getPrometheusRegistry().metricFamilySamples())) {
            writer.metadata(family.name, type(family), family.help, family.unit);
            for (Sample sample : family.samples) {
                writer.sample(EncodedLabels.of(sample.name, labels(sample)), now, sample.value);
            }
            if (writer.sizeBytes() > MAX_REQUEST_BYTES / 2) {
                flush();
            }
        }
        flush();
    }

    private Map<String, String> labels(Sample sample) {
        Map<String, String> all = new HashMap<>(labels);
        for (int i = 0; i < sample.labelNames.size(); i++) {
            all.putIfAbsent(sample.labelNames.get(i), sample.labelValues.get(i));
        }
        return all;
    }

    private static MetricType type(MetricFamilySamples family) {
        return switch (family.type) {
            case COUNTER -> MetricType.COUNTER;
            case GAUGE -> MetricType.GAUGE;
            case HISTOGRAM -> MetricType.HISTOGRAM;
            case GAUGE_HISTOGRAM -> MetricType.GAUGEHISTOGRAM;
            case SUMMARY -> MetricType.SUMMARY;
            case INFO -> MetricType.INFO;
            case STATE_SET -> MetricType.STATESET;
            case UNKNOWN -> MetricType.UNKNOWN;
        };
    }

    private void flush() {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.METRICS.topicName(), name.getBytes(StandardCharsets.UTF_8), writer.toByteArray());
        record.headers().add(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes());
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    failures.increment();
                }
            });
        } catch (KafkaException e) {
            // Kafka is away and the producer's memory full: the next ones tell what these would have.
            failures.increment();
        }
        writer.reset();
    }
}
