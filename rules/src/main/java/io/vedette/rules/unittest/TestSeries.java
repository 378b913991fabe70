package io.vedette.rules.unittest;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.ResetDetection;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The series of a rule unit test: all samples are kept, however far apart. Not safe for use by several threads. */
final class TestSeries implements SeriesSource {
    private final Map<String, Map<Labels, Samples>> byMetric = new LinkedHashMap<>();

    /** Adds a number; false if the series has a sample as late or later. */
    boolean append(Labels labels, long timestampMillis, double value) {
        Samples samples = samples(labels);
        if (!samples.takes(timestampMillis)) {
            return false;
        }
        samples.buffer.add(timestampMillis, value);
        samples.last = null;
        return true;
    }

    /** Adds a histogram, unless the series has a sample as late or later. */
    void append(Labels labels, long timestampMillis, FloatHistogram histogram) {
        Samples samples = samples(labels);
        if (samples.takes(timestampMillis)) {
            FloatHistogram stored = histogram.withHint(ResetDetection.stored(samples.last, histogram));
            samples.buffer.add(timestampMillis, stored);
            samples.last = stored;
        }
    }

    private Samples samples(Labels labels) {
        return byMetric.computeIfAbsent(labels.metric(), name -> new LinkedHashMap<>())
                .computeIfAbsent(labels, Samples::new);
    }

    private static final class Samples implements Series {
        private final Labels labels;
        private final SampleBuffer buffer = new SampleBuffer();
        /** The last sample if it is a histogram. */
        private @Nullable FloatHistogram last;

        Samples(Labels labels) {
            this.labels = labels;
        }

        private boolean takes(long timestampMillis) {
            return buffer.size() == 0 || buffer.timestampMillis(buffer.size() - 1) < timestampMillis;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public void read(long minMillis, long maxMillis, SampleBuffer into) {
            for (int i = first(minMillis); i < buffer.size() && buffer.timestampMillis(i) <= maxMillis; i++) {
                FloatHistogram histogram = buffer.histogram(i);
                if (histogram == null) {
                    into.add(buffer.timestampMillis(i), buffer.value(i));
                } else {
                    into.add(buffer.timestampMillis(i), histogram);
                }
            }
        }

        private int first(long minMillis) {
            int low = 0;
            int high = buffer.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (buffer.timestampMillis(middle) < minMillis) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        List<Series> found = new ArrayList<>();
        byMetric.forEach((metric, series) -> {
            boolean named = matchers.stream()
                    .filter(matcher -> matcher.name().equals(Labels.NAME))
                    .allMatch(matcher -> matcher.matches(metric));
            if (named) {
                series.values().stream()
                        .filter(each ->
                                matchers.stream().allMatch(matcher -> matcher.matches(each.labels.get(matcher.name()))))
                        .forEach(found::add);
            }
        });
        return found;
    }

    @Override
    public SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        SortedSet<String> names = new TreeSet<>();
        select(matchers, minMillis, maxMillis).forEach(each -> each.labels().forEach((name, value) -> names.add(name)));
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
}
