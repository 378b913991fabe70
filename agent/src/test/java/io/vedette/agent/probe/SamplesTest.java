package io.vedette.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Family PLAIN = Family.gauge("plain", "A plain one.");
    private static final Family BY_CPU = Family.counter("by_cpu_total", "By CPU.", "cpu");
    private static final Family BY_CPU_AND_MODE = Family.counter("by_mode_total", "By mode.", "cpu", "mode");
    private static final Family THREE = Family.gauge("three", "Three labels.", "a", "b", "c");

    private final Samples samples = new Samples(Map.of("job", "node", "instance", "n1"));

    @Test
    void carriesTheAgentsLabelsOnTheWire() {
        samples.begin();
        samples.add(BY_CPU_AND_MODE, 7, "0", "idle");
        Series series = seriesOf(samples.finish()).get(0);
        assertThat(series.wire().labels())
                .containsExactly(
                        Map.entry("__name__", "by_mode_total"),
                        Map.entry("cpu", "0"),
                        Map.entry("instance", "n1"),
                        Map.entry("job", "node"),
                        Map.entry("mode", "idle"));
        assertThat(series.labelValues()).containsExactly("0", "idle");
    }

    @Test
    void keepsSeriesFromRunToRun() {
        List<Series> first = seriesOf(oneRun("1", "2"));
        List<Series> second = seriesOf(oneRun("1", "2"));
        List<Series> turned = seriesOf(oneRun("2", "1"));
        assertThat(second).usingElementComparator((a, b) -> a == b ? 0 : 1).containsExactlyElementsOf(first);
        assertThat(turned.get(1)).isSameAs(first.get(4));
        assertThat(turned).usingElementComparator((a, b) -> a == b ? 0 : 1).hasSameSizeAs(first);
    }

    private Collected oneRun(String... cpus) {
        samples.begin();
        samples.add(PLAIN, 1);
        for (String cpu : cpus) {
            samples.add(BY_CPU, 2, cpu);
            samples.add(BY_CPU_AND_MODE, 3, cpu, "idle");
            samples.add(THREE, 4, cpu, "x", "y");
        }
        return samples.finish();
    }

    @Test
    void refusesASeriesASecondTimeInOneRun() {
        oneRun("1", "2");
        samples.begin();
        samples.add(PLAIN, 1);
        samples.add(THREE, 1, "1", "x", "y");
        samples.add(PLAIN, 2);
        samples.add(THREE, 2, "1", "x", "y");
        Collected run = samples.finish();
        assertThat(valuesOf(run)).containsExactly(1.0, 1.0);
        assertThat(samples.dropped()).isEqualTo(2);
        samples.begin();
        samples.add(PLAIN, 1);
        assertThat(valuesOf(samples.finish())).containsExactly(1.0);
    }

    @Test
    void aHandedOverRunDoesNotChangeAfterwards() {
        samples.begin();
        samples.add(PLAIN, 1);
        Collected first = samples.finish();
        samples.begin();
        samples.add(PLAIN, 2);
        samples.add(BY_CPU, 3, "9");
        samples.finish();
        assertThat(valuesOf(first)).containsExactly(1.0);
        assertThat(seriesOf(first)).extracting(Series::family).containsExactly(PLAIN);
    }

    @Test
    void forgetsSeriesThatAreGone() {
        for (int i = 0; i < 10_000; i++) {
            samples.begin();
            samples.add(BY_CPU, 1, "cpu" + i);
            samples.finish();
        }
        assertThat(samples.known()).isLessThan(100);
    }

    @Test
    void cutsOffAProbeGoneWild() {
        samples.begin();
        for (int i = 0; i < Samples.MAX_SERIES + 5; i++) {
            samples.add(BY_CPU, 1, Integer.toString(i));
        }
        assertThat(samples.finish().size()).isEqualTo(Samples.MAX_SERIES);
        assertThat(samples.dropped()).isEqualTo(5);
    }

    @Test
    void refusesTheWrongNumberOfLabels() {
        samples.begin();
        assertThatThrownBy(() -> samples.add(BY_CPU, 1, "0", "idle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("by_cpu_total");
    }

    @Test
    void histogramBucketsAreCumulative() {
        HistogramFamily family = HistogramFamily.of("rtt_seconds", "Round trip.", new double[] {0.001, 0.005}, "host");
        samples.begin();
        samples.histogram(family, new long[] {1, 2, 3}, 0.5, "a");
        String text = TextExposition.format(new Batch(0, List.of(samples.finish())));
        assertThat(text).isEqualTo("""
                        # HELP rtt_seconds Round trip.
                        # TYPE rtt_seconds histogram
                        rtt_seconds_bucket{host="a",le="0.001"} 1
                        rtt_seconds_bucket{host="a",le="0.005"} 3
                        rtt_seconds_bucket{host="a",le="+Inf"} 6
                        rtt_seconds_sum{host="a"} 0.5
                        rtt_seconds_count{host="a"} 6
                        """);
    }

    private static List<Series> seriesOf(Collected run) {
        List<Series> all = new ArrayList<>();
        run.forEach((series, value) -> all.add(series));
        return all;
    }

    private static List<Double> valuesOf(Collected run) {
        List<Double> all = new ArrayList<>();
        run.forEach((series, value) -> all.add(value));
        return all;
    }
}
