package io.vedette.collector.prometheus;

import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.WriteRequestWriter;
import io.vedette.rules.series.StaleMarker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Made-up samples of the metrics that the compliance queries ask for, one cycle after the other. */
final class DemoMetrics {
    private static final List<String> BOUNDS = List.of("0.0001", "0.001", "0.01", "0.1", "1", "+Inf");

    private final long changeMillis;
    private final Random random = new Random(42);
    private final Map<String, Double> counters = new HashMap<>();
    private final WriteRequestWriter writer = new WriteRequestWriter();

    /** @param changeMillis when one metric ends without a word and a counter begins */
    DemoMetrics(long changeMillis) {
        this.changeMillis = changeMillis;
    }

    /** The samples of all instances at a time. */
    byte[] cycle(int number, long timeMillis) {
        writer.reset();
        for (int i = 0; i < 3; i++) {
            String instance = "demo.promlabs.com:1000" + i;
            for (String type : List.of("free", "used", "cached", "buffers")) {
                gauge("demo_memory_usage_bytes", instance, Map.of("type", type), timeMillis, 4e9 * random.nextDouble());
            }
            for (String mode : List.of("idle", "user", "system")) {
                counter(
                        "demo_cpu_usage_seconds_total",
                        instance,
                        Map.of("mode", mode),
                        timeMillis,
                        number % 300 == 299);
            }
            for (String path : List.of("/api/foo", "/api/bar")) {
                histogram(instance, path, timeMillis);
            }
            gauge("demo_num_cpus", instance, Map.of(), timeMillis, 4 + i);
            gauge("demo_disk_usage_bytes", instance, Map.of(), timeMillis, 1e9 + number * 1e5 + random.nextInt(1000));
            gauge(
                    "demo_batch_last_success_timestamp_seconds",
                    instance,
                    Map.of(),
                    timeMillis,
                    (timeMillis - number % 60 * 5_000L) / 1000.0);
            if (timeMillis <= changeMillis) {
                gauge("demo_ended", instance, Map.of(), timeMillis, number);
            } else {
                gauge("demo_young_total", instance, Map.of(), timeMillis, (timeMillis - changeMillis) / 5_000.0);
            }
            if (number % 12 < 6) {
                gauge("demo_intermittent_metric", instance, Map.of(), timeMillis, number);
            } else if (number % 12 == 6) {
                gauge("demo_intermittent_metric", instance, Map.of(), timeMillis, StaleMarker.VALUE);
            }
        }
        return writer.toByteArray();
    }

    private void gauge(String metric, String instance, Map<String, String> more, long timeMillis, double value) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put("instance", instance);
        labels.put("job", "demo");
        writer.sample(EncodedLabels.of(metric, labels), timeMillis, value);
    }

    private void counter(String metric, String instance, Map<String, String> more, long timeMillis, boolean reset) {
        double value = counters.merge(
                metric + instance + more, random.nextDouble() * 5, reset ? (old, add) -> add : Double::sum);
        gauge(metric, instance, more, timeMillis, value);
    }

    private void histogram(String instance, String path, long timeMillis) {
        String metric = "demo_api_request_duration_seconds";
        double below = 0;
        for (String bound : BOUNDS) {
            below += counters.merge(metric + instance + path + bound, (double) random.nextInt(9), Double::sum);
            gauge(metric + "_bucket", instance, Map.of("path", path, "le", bound), timeMillis, below);
        }
        gauge(metric + "_count", instance, Map.of("path", path), timeMillis, below);
        gauge(metric + "_sum", instance, Map.of("path", path), timeMillis, below * 0.05);
    }
}
