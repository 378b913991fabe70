package io.vedette.collector.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.index.SampleHistoryContract;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneSampleHistoryTest extends SampleHistoryContract {
    private static final LabelMatcher ALL_UP = LabelMatcher.equal("__name__", "up");

    @TempDir
    private Path folder;

    private Instant now = Instant.ofEpochMilli(START + HOUR);
    private SampleHistory history;

    @BeforeEach
    void open() throws IOException {
        history = open(1L << 30);
    }

    private SampleHistory open(long keepBytes) throws IOException {
        return new LuceneSampleHistory(
                new LuceneSettings(folder, Duration.ofDays(3), keepBytes), () -> now, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() throws Exception {
        history.close();
    }

    @Override
    protected SampleHistory history() {
        return history;
    }

    @Test
    void whatWasCommittedIsThereAfterAKillAndWhatWasNotIsNot() throws Exception {
        add(hour(UP, 0));
        history.add(List.of(hour(UP, 1)));
        // Closing does not commit; files are as a kill would leave them but for the lock.
        history.close();
        history = open(1L << 30);

        assertThat(history.storedUntil()).hasValue(START + HOUR - 15_000);
        assertThat(samples(UP, 0, Long.MAX_VALUE).size()).isEqualTo(240);
        add(hour(UP, 1));
        assertThat(samples(UP, 0, Long.MAX_VALUE).size()).isEqualTo(480);
    }

    @Test
    void forgetsWhatIsTooOld() throws Exception {
        for (int day = 0; day < 6; day++) {
            now = Instant.ofEpochMilli(START + (24L * day + 1) * HOUR);
            add(hour(UP, 24 * day));
        }
        assertThat(find(START, START + HOUR, ALL_UP)).isEmpty();
        assertThat(find(START + 120 * HOUR, START + 121 * HOUR, ALL_UP)).containsExactly(UP);
        assertThat(find(START + 72 * HOUR, START + 73 * HOUR, ALL_UP)).containsExactly(UP);
    }

    @Test
    void forgetsTheOldestWhenThereIsNoMoreRoom() throws Exception {
        history.close();
        history = open(1L << 20);
        Random random = new Random(5);
        for (int hour = 0; hour < 60; hour++) {
            for (int i = 0; i < 20; i++) {
                history.add(List.of(noisyHour(Labels.of("__name__", "up", "i", "" + i), hour, random)));
            }
            history.commit();
        }
        assertThat(find(START, START + HOUR - 1, ALL_UP)).isEmpty();
        assertThat(find(START + 59 * HOUR, START + 60 * HOUR, ALL_UP)).hasSize(20);
        assertThat(find(START + 52 * HOUR, START + 53 * HOUR - 1, ALL_UP)).hasSize(20);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThan(1_300_000);
        }
    }

    private static SampleBlock noisyHour(Labels labels, int hour, Random random) {
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < 240; i++) {
            samples.add(START + hour * HOUR + i * 15_000L, random.nextDouble());
        }
        return block(labels, samples);
    }
}
