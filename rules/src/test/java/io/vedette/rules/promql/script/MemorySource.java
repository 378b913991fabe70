package io.vedette.rules.promql.script;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramNotation;
import io.vedette.rules.histogram.ResetDetection;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Series in maps, for tests. */
public final class MemorySource implements SeriesSource {
    private final Map<Labels, TreeMap<Long, Point>> series = new TreeMap<>();

    /** Adds a sample. */
    public void add(Labels labels, long timestampMillis, double value) {
        add(labels, timestampMillis, Point.of(value));
    }

    /** Adds a sample of either kind. */
    void add(Labels labels, long timestampMillis, Point point) {
        series.computeIfAbsent(labels, key -> new TreeMap<>()).put(timestampMillis, point);
    }

    /** Finds out what is known about resets of histograms, once all are loaded. */
    void findResets() {
        series.values().forEach(samples -> {
            FloatHistogram before = null;
            for (Map.Entry<Long, Point> sample : samples.entrySet()) {
                FloatHistogram now = sample.getValue().value();
                if (now != null) {
                    now = now.withHint(ResetDetection.stored(before, now));
                    sample.setValue(new Point(0, new HistogramNotation.Parsed(now, false)));
                }
                before = now;
            }
        });
    }

    /** Forgets everything. */
    public void clear() {
        series.clear();
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        List<Series> found = new ArrayList<>();
        series.forEach((labels, samples) -> {
            if (matches(matchers, labels)) {
                found.add(new MemorySeries(labels, samples));
            }
        });
        return found;
    }

    /** Whether labels meet all conditions. */
    static boolean matches(List<LabelMatcher> matchers, Labels labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.name())));
    }

    @Override
    public SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        SortedSet<String> names = new TreeSet<>();
        select(matchers, minMillis, maxMillis)
                .forEach(each -> names.addAll(each.labels().toMap().keySet()));
        return names;
    }

    @Override
    public SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        SortedSet<String> values = new TreeSet<>();
        select(matchers, minMillis, maxMillis)
                .forEach(each -> values.add(each.labels().get(name)));
        values.remove("");
        return values;
    }

    private record MemorySeries(Labels labels, TreeMap<Long, Point> samples) implements Series {
        @Override
        public void read(long minMillis, long maxMillis, SampleBuffer into) {
            if (minMillis <= maxMillis) {
                samples.subMap(minMillis, true, maxMillis, true).forEach((time, point) -> {
                    FloatHistogram histogram = point.value();
                    if (histogram == null) {
                        into.add(time, point.number());
                    } else {
                        into.add(time, histogram);
                    }
                });
            }
        }
    }
}
