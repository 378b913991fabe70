package io.vedette.rules.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What six hours of a node take: counters of bytes, packets and clock ticks, gauges, flags, and noise. */
class HeadFootprintTest {
    private static final int STEPS = 6 * 60 * 4;
    private static final int INTERVAL_MILLIS = 15_000;

    private final Random random = new Random(42);

    @Test
    void aNodesSamplesTakeLessThanOneAndAHalfBytesEach() {
        double bytesEach = bytesPerSample(true);
        System.out.printf("head: %.2f bytes a sample of a node, index and overhead included%n", bytesEach);
        assertThat(bytesEach).isLessThan(1.5);
    }

    @Test
    void timesThatJitterCostNextToNothing() {
        double steady = bytesPerSample(true);
        double jittering = bytesPerSample(false);
        System.out.printf("head: %.2f bytes a sample when times jitter by some ms%n", jittering);
        assertThat(jittering).isLessThan(steady + 0.02);
    }

    @Test
    void aRecordedNodesSamplesTakeLessThanInPrometheusChunks() throws Exception {
        RecordedNode node = RecordedNode.load();
        Head head = new Head(HeadLimits.DEFAULT);
        XorChunkSize[] xor = new XorChunkSize[node.series().size()];
        for (int cycle = 0; cycle < STEPS; cycle++) {
            long time = 1_790_000_000_000L + node.millis(cycle);
            for (int i = 0; i < xor.length; i++) {
                RecordedNode.RecordedSeries series = node.series().get(i);
                Double value = RecordedNode.value(series, cycle);
                if (value != null) {
                    head.append(series.labels(), time, value);
                    if (xor[i] == null) {
                        xor[i] = new XorChunkSize();
                    }
                    xor[i].add(time, value);
                }
            }
        }
        HeadStats stats = head.stats();
        double all = (double) stats.bytes() / stats.samples();
        double prometheus = Arrays.stream(xor)
                        .filter(Objects::nonNull)
                        .mapToDouble(XorChunkSize::bytes)
                        .sum()
                / stats.samples();
        System.out.printf(
                "head: %.2f bytes a sample of a recorded node, index and overhead included;"
                        + " %.2f in Prometheus's chunks without either: ratio %.2f%n",
                all, prometheus, all / prometheus);
        assertThat(all).isLessThan(prometheus);
    }

    private double bytesPerSample(boolean steady) {
        Head head = new Head(HeadLimits.DEFAULT);
        List<LongToDoubleFunction> node = node();
        for (int step = 0; step < STEPS; step++) {
            long time = 1_790_000_000_000L + (long) step * INTERVAL_MILLIS + (steady ? 0 : random.nextInt(7));
            for (int i = 0; i < node.size(); i++) {
                Labels labels = Labels.of("__name__", "m" + i % 40, "instance", "n1", "job", "node", "d", "" + i / 40);
                head.append(labels, time, node.get(i).applyAsDouble(step));
            }
        }
        HeadStats stats = head.stats();
        assertThat(stats.samples()).isEqualTo((long) STEPS * node.size());
        return (double) stats.bytes() / stats.samples();
    }

    /** In the proportions of node_exporter's output: half of all series hardly ever change. */
    private List<LongToDoubleFunction> node() {
        List<LongToDoubleFunction> series = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double constant = i * 1_024;
            series.add(step -> constant);
        }
        for (int i = 0; i < 50; i++) {
            series.add(counter(1_000 * i, 0.3 * i)); // packets, bytes, context switches
        }
        for (int i = 0; i < 32; i++) {
            LongToDoubleFunction ticks = counter(20 * i, 5 * i); // CPU seconds: hundredths
            series.add(step -> ticks.applyAsDouble(step) / 100);
        }
        for (int i = 0; i < 20; i++) {
            series.add(gauge(8_000_000_000L, 4_096 * 500, 4_096)); // memory: pages
        }
        for (int i = 0; i < 6; i++) {
            LongToDoubleFunction load = gauge(150, 12, 1);
            series.add(step -> load.applyAsDouble(step) / 100);
        }
        for (int i = 0; i < 2; i++) {
            series.add(step -> random.nextDouble()); // no two bits alike
        }
        return series;
    }

    private LongToDoubleFunction counter(double mean, double scatter) {
        long[] sum = {random.nextInt(1_000_000)};
        return step -> sum[0] += Math.max(0, Math.round(mean + random.nextGaussian() * scatter));
    }

    private LongToDoubleFunction gauge(double start, double scatter, long unit) {
        double[] value = {start};
        return step -> {
            value[0] += random.nextGaussian() * scatter;
            return Math.floor(value[0] / unit) * unit;
        };
    }
}
