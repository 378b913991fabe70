package io.vedette.rules.head;

import static io.vedette.rules.head.Head.Appended.DUPLICATE;
import static io.vedette.rules.head.Head.Appended.LIMITED;
import static io.vedette.rules.head.Head.Appended.OUT_OF_ORDER;
import static io.vedette.rules.head.Head.Appended.STORED;
import static io.vedette.rules.head.Head.Appended.TOO_OLD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.head.HeadStats.Limit;
import io.vedette.rules.head.HeadStats.Refusal;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.StaleMarker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeadTest {
    private static final Labels UP = Labels.of("__name__", "up", "instance", "n1");
    private final Head head = new Head(HeadLimits.DEFAULT);

    @Test
    void givesBackWhatWasAppended() {
        head.append(UP, 1_000, 1);
        head.append(UP, 2_000, 0);

        assertThat(times(head, UP, 0, 5_000)).containsExactly(1_000L, 2_000L);
        assertThat(times(head, UP, 2_000, 2_000)).containsExactly(2_000L);
        assertThat(times(head, UP, 2_001, 9_000)).isEmpty();
    }

    @Test
    void aRecordReadTwiceIsHarmless() {
        for (int i = 0; i < 500; i++) {
            assertThat(head.append(UP, i * 1_000L, i / 10.0)).isEqualTo(STORED);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(head.append(UP, i * 1_000L, i / 10.0)).isEqualTo(DUPLICATE);
        }
        assertThat(times(head, UP, 0, Long.MAX_VALUE)).hasSize(500);
    }

    @Test
    void refusesAnotherValueForATimeAndLaterArrivals() {
        head.append(UP, 1_000, 1);
        head.append(UP, 3_000, 1);

        assertThat(head.append(UP, 3_000, 2)).isEqualTo(OUT_OF_ORDER);
        assertThat(head.append(UP, 1_000, 2)).isEqualTo(OUT_OF_ORDER);
        assertThat(head.append(UP, 2_000, 1)).isEqualTo(OUT_OF_ORDER);
        assertThat(head.append(UP, 3_000, -0.0)).isEqualTo(OUT_OF_ORDER);
    }

    @Test
    void keepsSamplesThatAreAgesApart() {
        long[] ages = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1L << 31, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        Head endless = new Head(new HeadLimits(Duration.ofMillis(Long.MAX_VALUE), 1 << 20, 10, 10, 10));
        for (long time : ages) {
            assertThat(endless.append(UP, time, 1)).isEqualTo(STORED);
        }
        for (long time : ages) {
            assertThat(endless.append(UP, time, 1)).isEqualTo(DUPLICATE);
        }
        assertThat(times(endless, UP, Long.MIN_VALUE, Long.MAX_VALUE))
                .containsExactly(LongStream.of(ages).boxed().toArray(Long[]::new));
    }

    @Test
    void keepsStaleMarkersApartFromOtherNaNs() {
        head.append(UP, 1_000, Double.NaN);
        head.append(UP, 2_000, StaleMarker.VALUE);

        SampleBuffer samples = read(head, UP, 0, 5_000);
        assertThat(StaleMarker.is(samples.value(0))).isFalse();
        assertThat(StaleMarker.is(samples.value(1))).isTrue();
    }

    @Test
    void sparesWhatIsNotKeptElsewhereYetButNotForEver() {
        long window = HeadLimits.DEFAULT.window().toMillis();
        for (int i = 0; i < 2 * window; i += 60_000) {
            head.append(UP, i, i);
        }
        head.keptUntil(60_000, 60_000);
        head.truncate(window);
        assertThat(head.completeFromMillis()).isEqualTo(60_000);

        head.keptUntil(180_000, 120_000);
        head.truncate(window);
        assertThat(head.completeFromMillis()).isEqualTo(120_000);

        head.truncate(window + 300_000);
        assertThat(head.completeFromMillis()).isEqualTo(300_000);
    }

    @Test
    void remembersWhatCameForATimeKeptElsewhereAlready() {
        head.append(UP, 1_000, 1);
        assertThat(head.takeLate()).isEqualTo(Long.MAX_VALUE);

        head.keptUntil(10_000, 10_000);
        head.append(UP, 9_000, 1);
        head.append(Labels.of("__name__", "up", "instance", "late"), 5_000, 1);
        head.append(UP, 9_000, 1);
        head.append(UP, 10_000, 1);

        assertThat(head.takeLate()).isEqualTo(5_000);
        assertThat(head.takeLate()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasForgottenIsNotSaidToBeThereWhenAnOldSampleComes() {
        head.append(UP, 5_000, 1);
        assertThat(head.completeFromMillis()).isEqualTo(5_000);
        head.append(Labels.of("__name__", "up", "instance", "n2"), 4_000, 1);
        assertThat(head.completeFromMillis()).isEqualTo(4_000);

        head.truncate(6_000);
        head.append(UP, 7_000, 1);
        head.append(Labels.of("__name__", "up", "instance", "n3"), 6_000, 1);
        assertThat(head.completeFromMillis()).isEqualTo(6_000);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindowAndSeriesThatEnded() {
        Labels ended = Labels.of("__name__", "ended", "instance", "n2");
        head.append(ended, 1_000, 1);
        for (int i = 0; i < 1_000; i++) {
            head.append(UP, i * 1_000L, i);
        }
        head.truncate(900_000);

        assertThat(times(head, UP, 0, Long.MAX_VALUE)).hasSize(100).startsWith(900_000L);
        assertThat(head.labelValues("instance", List.of(), 0, Long.MAX_VALUE)).containsExactly("n1");
        assertThat(head.append(ended, 899_999, 1)).isEqualTo(TOO_OLD);
        assertThat(head.append(UP, 899_999, 1)).isEqualTo(TOO_OLD);
        assertThat(head.append(ended, 900_000, 1)).isEqualTo(STORED);
        assertThat(head.stats().completeFromMillis()).hasValue(900_000);
    }

    @Test
    void aReferenceStaysGoodWhenItsSeriesWasForgotten() {
        SeriesRef ref = head.ref(UP);
        assertThat(head.select(List.of(), 0, Long.MAX_VALUE)).isEmpty();
        assertThat(head.append(ref, 1_000, 1)).isEqualTo(STORED);
        assertThat(head.append(ref, 2_000, 1)).isEqualTo(STORED);
        head.truncate(10_000);
        assertThat(head.append(ref, 11_000, 1)).isEqualTo(STORED);
        assertThat(head.append(ref, 12_000, 1)).isEqualTo(STORED);

        assertThat(times(head, UP, 0, Long.MAX_VALUE)).containsExactly(11_000L, 12_000L);
    }

    @Test
    void namesTheNodeAndTheMetricThatHaveTooManySeries() {
        Head small = new Head(new HeadLimits(Duration.ofHours(1), 1 << 20, 12, 5, 3));
        for (int i = 0; i < 4; i++) {
            small.append(Labels.of("__name__", "wide", "instance", "n" + i), 1_000, 1);
        }
        for (int i = 0; i < 7; i++) {
            small.append(Labels.of("__name__", "m" + i, "instance", "n9"), 1_000, 1);
        }
        for (int i = 0; i < 6; i++) {
            small.append(Labels.of("__name__", "x" + i), 1_000, 1);
        }

        assertThat(small.append(Labels.of("__name__", "wide", "instance", "n0"), 2_000, 1))
                .as("a series that is there already")
                .isEqualTo(STORED);
        HeadStats stats = small.stats();
        assertThat(stats.series()).isEqualTo(12);
        assertThat(stats.appended()).containsEntry(LIMITED, 5L).containsEntry(STORED, 13L);
        assertThat(stats.refusals())
                .containsExactlyInAnyOrder(
                        new Refusal(Limit.SERIES_PER_METRIC, "wide", 1),
                        new Refusal(Limit.SERIES_PER_INSTANCE, "n9", 2),
                        new Refusal(Limit.SERIES, "x4", 1),
                        new Refusal(Limit.SERIES, "x5", 1));
    }

    @Test
    void dropsTheOldestChunksWhenMemoryIsUsedUp() {
        Head small = new Head(new HeadLimits(Duration.ofHours(100), 100_000, 100, 100, 100));
        int samples = 20_000;
        for (int i = 0; i < samples; i++) {
            for (int s = 0; s < 4; s++) {
                Labels labels = Labels.of("__name__", "noise", "s", "" + s);
                assertThat(small.append(labels, i * 1_000L, Math.sin(i * (s + 1))))
                        .isEqualTo(STORED);
            }
            if (i % 1_000 == 0) {
                assertThat(small.stats().bytes()).isLessThan(101_000);
            }
        }
        HeadStats stats = small.stats();
        assertThat(stats.bytes()).isLessThan(101_000);
        assertThat(stats.evictedChunks()).isPositive();
        assertThat(stats.samples()).isGreaterThan(8_000);
        long from = stats.completeFromMillis().orElseThrow();
        for (int s = 0; s < 4; s++) {
            List<Long> times = times(small, Labels.of("__name__", "noise", "s", "" + s), from, Long.MAX_VALUE);
            assertThat(times).hasSize((int) (samples - (from + 999) / 1_000)).endsWith((samples - 1) * 1_000L);
        }
    }

    @Test
    void keepsTheNewestSamplesWhenSeriesAloneTakeAllMemory() {
        Head small = new Head(new HeadLimits(Duration.ofHours(100), 50_000, 10_000, 10_000, 10_000));
        int stored = 0;
        for (int i = 0; i < 1_000; i++) {
            stored += small.append(Labels.of("__name__", "m", "i", "" + i), 0, 1) == STORED ? 1 : 0;
        }
        assertThat(stored).isBetween(20, 200);
        for (int round = 1; round < 2_000; round++) {
            for (int i = 0; i < stored; i++) {
                double value = Math.sin(round * i);
                assertThat(small.append(Labels.of("__name__", "m", "i", "" + i), round, value))
                        .isEqualTo(STORED);
            }
        }
        assertThat(small.stats().bytes()).isLessThan(52_000);
        for (int i = 0; i < stored; i++) {
            assertThat(times(small, Labels.of("__name__", "m", "i", "" + i), 1_999, 1_999))
                    .hasSize(1);
        }
    }

    @Test
    void whoMakesUpLabelsLeavesRoomForTheSamplesOfOthers() {
        Head small = new Head(new HeadLimits(Duration.ofHours(100), 1_000_000, 100_000, 100_000, 100_000));
        for (int step = 0; step < 2_000; step++) {
            small.append(UP, step, step % 2);
            for (int i = 0; i < 10; i++) {
                small.append(Labels.of("__name__", "made_up", "id", step + "x".repeat(500) + i), step, 1);
            }
        }
        assertThat(small.stats().bytes()).isLessThan(1_000_000);
        assertThat(times(small, UP, 0, Long.MAX_VALUE)).hasSize(2_000);
        assertThat(small.refusals()).first().satisfies(refusal -> {
            assertThat(refusal.limit()).isEqualTo(Limit.BYTES);
            assertThat(refusal.name()).isEqualTo("made_up");
        });
    }

    @Test
    void tellsWhereCardinalityComesFrom() {
        for (int i = 0; i < 5; i++) {
            head.append(Labels.of("__name__", "cpu", "instance", "n1", "cpu", "" + i), 0, 1);
        }
        head.append(UP, 0, 1);

        HeadCardinalities top = head.cardinalities(2);
        assertThat(top.seriesByMetric())
                .containsExactly(new HeadCardinalities.Count("cpu", 5), new HeadCardinalities.Count("up", 1));
        assertThat(top.valuesByLabel()).first().isEqualTo(new HeadCardinalities.Count("cpu", 5));
        assertThat(top.seriesByPair()).first().isEqualTo(new HeadCardinalities.Count("instance=n1", 6));
    }

    static List<Long> times(Head head, Labels labels, long min, long max) {
        SampleBuffer samples = read(head, labels, min, max);
        return IntStream.range(0, samples.size())
                .mapToObj(samples::timestampMillis)
                .toList();
    }

    static SampleBuffer read(Head head, Labels labels, long min, long max) {
        SampleBuffer samples = new SampleBuffer();
        List<LabelMatcher> exactly = new ArrayList<>();
        labels.forEach((name, value) -> exactly.add(LabelMatcher.equal(name, value)));
        for (Series series : head.select(exactly, min, max)) {
            if (series.labels().equals(labels)) {
                series.read(min, max, samples);
            }
        }
        return samples;
    }
}
