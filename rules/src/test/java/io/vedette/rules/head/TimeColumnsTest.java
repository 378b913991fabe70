package io.vedette.rules.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times are kept once for all series that have samples together, whoever misses some. */
class TimeColumnsTest {
    private static final int SERIES = 200;
    private static final int STEPS = 1_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Head head = new Head(HeadLimits.DEFAULT);

    @Test
    void aNodesTimesTakeNextToNothingHoweverTheyJitter() {
        Head steady = new Head(HeadLimits.DEFAULT);
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < SERIES; i++) {
                steady.append(labels(i), step * 1_000L, 1);
            }
        }
        assertThat(bytes((series, step) -> true)).isLessThan(steady.stats().bytes() + 1_000);
    }

    @Test
    void aSeriesThatMissesCyclesCostsTheOthersNothing() {
        long all = bytes((series, step) -> true);
        Head other = new Head(HeadLimits.DEFAULT);
        // One series in fifty misses every tenth cycle; all lie in one column at first.
        fill(other, (series, step) -> series % 50 != 0 || step % 10 != 0);
        assertThat(other.stats().bytes()).as("seed %d", seed).isLessThan(all + all / 5);
        assertThat(HeadTest.times(other, labels(0), 0, Long.MAX_VALUE)).hasSize(STEPS - STEPS / 10);
        assertThat(HeadTest.times(other, labels(1), 0, Long.MAX_VALUE)).hasSize(STEPS);
    }

    @Test
    void aNodeThatComesBackAfterAGapGoesOnTogether() {
        long all = bytes((series, step) -> true);
        Head other = new Head(HeadLimits.DEFAULT);
        fill(other, (series, step) -> step < 20 || step > 40);
        assertThat(other.stats().bytes()).isLessThan(all + all / 10);
    }

    @Test
    void aLoneSeriesAddsNoTimesToAColumnOfOthers() {
        SeriesRef lone = head.loneRef(Labels.of("__name__", "up"));
        for (int step = 0; step < STEPS; step++) {
            head.append(lone, step * 1_000L, 1);
            for (int i = 0; i < SERIES; i++) {
                head.append(labels(i), step * 1_000L, 1);
            }
            head.append(lone, step * 1_000L + 500, 0);
        }
        assertThat(head.stats().bytes()).isLessThan(bytes((series, step) -> true) + 20_000);
        assertThat(HeadTest.times(head, Labels.of("__name__", "up"), 0, Long.MAX_VALUE))
                .hasSize(2 * STEPS);
    }

    @Test
    void seriesThatAreSentSomeCyclesAtATimeShareTheirTimesToo() {
        for (int from = 0; from < STEPS; from += 20) {
            for (int i = 0; i < SERIES; i++) {
                for (int step = from; step < from + 20; step++) {
                    head.append(labels(i), step * 1_000L + step % 7, 1);
                }
            }
        }
        assertThat(head.stats().bytes()).isLessThan(bytes((series, step) -> true) + 10_000);
    }

    private interface Presence {
        boolean isThere(int series, int step);
    }

    private long bytes(Presence presence) {
        Head filled = new Head(HeadLimits.DEFAULT);
        fill(filled, presence);
        return filled.stats().bytes();
    }

    private void fill(Head into, Presence presence) {
        for (int step = 0; step < STEPS; step++) {
            long time = step * 1_000L + random.nextInt(100);
            for (int i = 0; i < SERIES; i++) {
                if (presence.isThere(i, step)) {
                    into.append(labels(i), time, 1);
                }
            }
        }
    }

    private static Labels labels(int series) {
        return Labels.of("__name__", "m", "series", Integer.toString(series));
    }
}
