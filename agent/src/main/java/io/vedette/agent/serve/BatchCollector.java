package io.vedette.agent.serve;

import io.prometheus.client.Collector;
import io.vedette.agent.probe.Batch;
import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.LatestBatch;
import io.vedette.agent.probe.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hands the newest batch to Prometheus's client library, without the labels that whoever scrapes adds. */
final class BatchCollector extends Collector {
    private final LatestBatch latest;

    BatchCollector(LatestBatch latest) {
        this.latest = latest;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Batch batch = latest.get();
        Map<String, Family> families = new TreeMap<>();
        Map<String, List<MetricFamilySamples.Sample>> samples = new TreeMap<>();
        batch.forEach((series, value) -> {
            Family family = series.family();
            families.putIfAbsent(family.name(), family);
            samples.computeIfAbsent(family.name(), name -> new ArrayList<>()).add(sample(series, value));
        });
        List<MetricFamilySamples> result = new ArrayList<>(families.size());
        families.forEach((name, family) -> result.add(
                new MetricFamilySamples(name, type(family), family.help(), samples.getOrDefault(name, List.of()))));
        return result;
    }

    private static MetricFamilySamples.Sample sample(Series series, double value) {
        return new MetricFamilySamples.Sample(
                series.family().metric(), series.family().labelNames(), series.labelValues(), value);
    }

    /** The library insists on a counter's name ending in {@code _total}; some of node_exporter's do not. */
    private static Type type(Family family) {
        return switch (family.type()) {
            case COUNTER -> family.name().endsWith("_total") ? Type.COUNTER : Type.UNKNOWN;
            case GAUGE -> Type.GAUGE;
            case HISTOGRAM -> Type.HISTOGRAM;
            case SUMMARY -> Type.SUMMARY;
            case UNKNOWN, GAUGEHISTOGRAM, INFO, STATESET -> Type.UNKNOWN;
        };
    }
}
