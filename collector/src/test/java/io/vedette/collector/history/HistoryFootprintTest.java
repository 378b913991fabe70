package io.vedette.collector.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.index.lucene.LuceneSampleHistory;
import io.vedette.collector.index.lucene.LuceneSettings;
import io.vedette.collector.index.samples.SampleHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the history of a recorded node takes on disk. */
class HistoryFootprintTest {
    /** A little less than the recording is long: so no block holds a part of it twice, which would pack too well. */
    private static final int CYCLES_PER_WINDOW = 160;

    @TempDir
    private Path folder;

    @Test
    void aRecordedNodesSamplesTakeLessThanTwoBytesEachOnDisk() throws IOException {
        RecordedDays days = new RecordedDays(1, CYCLES_PER_WINDOW, Duration.ofHours(24));
        try (SampleHistory history = new LuceneSampleHistory(
                new LuceneSettings(folder, Duration.ofDays(90), 10L << 30),
                () -> Instant.ofEpochMilli(RecordedDays.START),
                new SimpleMeterRegistry())) {
            days.writeTo(history);
        }
        double each = (double) bytes(folder) / days.samples();
        System.out.printf("history: %.2f bytes a sample of a recorded node on disk, labels and index included%n", each);
        assertThat(each).isLessThan(2);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
