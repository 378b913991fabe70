package io.vedette.rules.promql.script;

import io.vedette.rules.histogram.BucketRow;
import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramNotation.Parsed;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.number.NumberText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes native histograms with custom bounds of the counters of classic ones. */
final class CustomBuckets {
    private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum");

    /** A histogram at one time. */
    private static final class Parts {
        private final TreeMap<Double, Double> cumulative = new TreeMap<>();
        private double count = Double.NaN;
        private double sum;
    }

    private final Map<Labels, TreeMap<Long, Parts>> histograms = new LinkedHashMap<>();

    /** Takes a sample of a counter; others are ignored. */
    void add(Labels labels, long time, double value) {
        String name = labels.metric();
        for (String suffix : SUFFIXES) {
            double bound = NumberText.parseOrNaN(labels.get("le"));
            boolean bucket = suffix.equals("_bucket");
            if (name.endsWith(suffix) && !(bucket && Double.isNaN(bound))) {
                Labels base =
                        labels.with("le", "").with(Labels.NAME, name.substring(0, name.length() - suffix.length()));
                Parts parts = histograms
                        .computeIfAbsent(base, key -> new TreeMap<>())
                        .computeIfAbsent(time, key -> new Parts());
                if (bucket) {
                    parts.cumulative.put(bound, value);
                } else if (suffix.equals("_count")) {
                    parts.count = value;
                } else {
                    parts.sum = value;
                }
            }
        }
    }

    /** Adds the histograms to a source. */
    void addTo(MemorySource source) {
        histograms.forEach((labels, times) -> times.forEach((time, parts) ->
                source.add(labels, time, new Point(0, new Parsed(histogram(parts), false)))));
    }

    private static FloatHistogram histogram(Parts parts) {
        double last =
                parts.cumulative.isEmpty() ? 0 : parts.cumulative.lastEntry().getValue();
        double count = Double.isNaN(parts.count) ? last : parts.count;
        parts.cumulative.putIfAbsent(Double.POSITIVE_INFINITY, count);
        double[] buckets = new double[parts.cumulative.size()];
        double[] bounds = new double[buckets.length - 1];
        double before = 0;
        int i = 0;
        for (Map.Entry<Double, Double> bucket : parts.cumulative.entrySet()) {
            if (i < bounds.length) {
                bounds[i] = bucket.getKey();
            }
            buckets[i++] = bucket.getValue() - before;
            before = bucket.getValue();
        }
        return new FloatHistogram.Builder()
                .schema(FloatHistogram.CUSTOM_BOUNDS)
                .total(count, parts.sum)
                .buckets(BucketRow.of(0, buckets), BucketRow.EMPTY)
                .customBounds(bounds)
                .build();
    }
}
