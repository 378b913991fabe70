package io.vedette.rules.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeadConcurrencyTest {
    private static final int SERIES = 50;
    private static final int ROUNDS = 4_000;

    /**
     * A value follows from its time and series, so a reader that saw half-written bits would see a wrong one; and since
     * times go up by one, a missing or repeated sample shows as well.
     */
    @Test
    void readersSeeWholeSamplesWithoutGapsWhileOthersAppendAndTruncate() throws Exception {
        Head head = new Head(new HeadLimits(Duration.ofHours(1), 64 << 20, 10_000, 10_000, 10_000));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong written = new AtomicLong(-1);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> readUntil(done, head, written)));
            }
            Future<?> writer = threads.submit(() -> write(head, written));
            writer.get();
            done.set(true);
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).as("samples checked").isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void write(Head head, AtomicLong written) {
        for (int time = 0; time < ROUNDS; time++) {
            for (int s = 0; s < SERIES; s++) {
                head.append(labels(s), time, value(s, time));
            }
            // Series that come and go keep the index moving.
            head.append(Labels.of("__name__", "passing", "n", "" + time), time, 1);
            written.set(time);
            if (isHorizon(time)) {
                head.truncate(time - 1_000);
            }
        }
    }

    /** Whether the head is, at some time, truncated to this one. */
    private static boolean isHorizon(long time) {
        return time % 500 == 499;
    }

    private static long readUntil(AtomicBoolean done, Head head, AtomicLong written) {
        long checked = 0;
        SampleBuffer buffer = new SampleBuffer();
        List<LabelMatcher> matchers = List.of(
                LabelMatcher.equal("__name__", "steady"), new LabelMatcher("s", LabelMatcher.Type.REGEX, "[0-9]+"));
        boolean last = false;
        while (!last) {
            last = done.get();
            long newest = written.get();
            long oldest = Math.max(0, newest - 300);
            List<Series> found = head.select(matchers, oldest, Long.MAX_VALUE);
            if (newest >= 0) {
                assertThat(found).hasSize(SERIES);
            }
            for (Series series : found) {
                int s = Integer.parseInt(series.labels().get("s"));
                buffer.clear();
                series.read(oldest, Long.MAX_VALUE, buffer);
                // A reader that was held up finds that the beginning has been forgotten meanwhile.
                long first = buffer.size() == 0 ? oldest : buffer.timestampMillis(0);
                assertThat(first == oldest || isHorizon(first))
                        .as("begins at %d", first)
                        .isTrue();
                assertThat(first + buffer.size() - 1).isGreaterThanOrEqualTo(newest);
                for (int i = 0; i < buffer.size(); i++) {
                    long time = first + i;
                    if (buffer.timestampMillis(i) != time || buffer.value(i) != value(s, time)) {
                        throw new AssertionError("series " + s + " at " + time + ": " + buffer.timestampMillis(i) + " "
                                + buffer.value(i));
                    }
                    checked++;
                }
            }
        }
        return checked;
    }

    private static Labels labels(int series) {
        return Labels.of("__name__", "steady", "s", "" + series);
    }

    /** Integers, decimals and irregular doubles in turn, so that chunks of each coding are sealed and coded anew. */
    private static double value(int series, long time) {
        return switch ((int) ((time / 37 + series) % 3)) {
            case 0 -> time * series;
            case 1 -> (time * 7 + series) / 100.0;
            default -> Math.sin(time + series);
        };
    }
}
