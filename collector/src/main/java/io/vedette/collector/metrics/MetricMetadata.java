package io.vedette.collector.metrics;

import io.vedette.protocol.metrics.MetricType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What senders say of their metrics: type, help and unit, the newest of each name. Safe for use by any thread. */
public final class MetricMetadata {
    private static final int MAX_TEXT = 1_000;
    private static final List<String> PARTS = List.of("_bucket", "_count", "_sum", "_total");

    private final int maxMetrics;
    private final Map<String, Metadata> byMetric = new ConcurrentHashMap<>();

    /**
     * What is known of a metric.
     *
     * @param help for people; may be empty
     * @param unit may be empty
     */
    public record Metadata(MetricType type, String help, String unit) {}

    /** @param maxMetrics how many names are kept; further ones are left out */
    public MetricMetadata(int maxMetrics) {
        this.maxMetrics = maxMetrics;
    }

    /** Takes what a sender says of a metric in place of what was known; long texts are cut. */
    public void put(String metric, MetricType type, String help, String unit) {
        if (byMetric.size() < maxMetrics || byMetric.containsKey(metric)) {
            byMetric.put(metric, new Metadata(type, shorten(help), shorten(unit)));
        }
    }

    private static String shorten(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** What is known of one metric. */
    public Optional<Metadata> of(String metric) {
        return Optional.ofNullable(byMetric.get(metric));
    }

    /**
     * The name under which a series' metric is described: its own, or that of the histogram or summary it is a part of;
     * empty if there is none.
     */
    public String describedName(String metric) {
        if (byMetric.containsKey(metric)) {
            return metric;
        }
        for (String suffix : PARTS) {
            if (metric.endsWith(suffix)) {
                String whole = metric.substring(0, metric.length() - suffix.length());
                return byMetric.containsKey(whole) ? whole : "";
            }
        }
        return "";
    }

    /** All that is known, by the metric's name. */
    public Map<String, Metadata> all() {
        return Map.copyOf(byMetric);
    }
}
