package io.vedette.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesCacheTest {
    private final WriteRequestReader reader = new WriteRequestReader();
    private final WriteRequestWriter writer = new WriteRequestWriter();
    private int made;

    @Test
    void knowsEachSeriesInWhateverOrderItComes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SeriesCache<String> cache = new SeriesCache<>(10_000);
        for (int round = 0; round < 20; round++) {
            List<String> names = new ArrayList<>();
            writer.reset();
            int start = random.nextInt(900);
            for (int i = 0; i < 1_000; i++) {
                // Mostly one after the other, as a sender does; lengths around a word's.
                int number = random.nextInt(10) == 0 ? random.nextInt(2_000) : start + i;
                String name = "m".repeat(1 + number % 17) + number;
                names.add(name);
                writer.sample(EncodedLabels.of(name, Map.of()), 1, 1);
            }
            assertThat(look(cache)).as("seed %d", seed).isEqualTo(names);
        }
        assertThat(made).as("seed %d", seed).isLessThanOrEqualTo(2_000);
    }

    @Test
    void isEmptiedWhenFull() throws Exception {
        SeriesCache<String> cache = new SeriesCache<>(10);
        for (int round = 0; round < 2; round++) {
            writer.reset();
            for (int i = 0; i < 25; i++) {
                writer.sample(EncodedLabels.of("m" + i, Map.of()), 1, 1);
            }
            assertThat(look(cache)).hasSize(25).doesNotHaveDuplicates();
        }
        assertThat(made).isEqualTo(50);
    }

    @Test
    void labelsTooLongToBeKnownAreMadeEachTime() throws Exception {
        SeriesCache<String> cache = new SeriesCache<>(10);
        writer.reset();
        writer.sample(EncodedLabels.of("long", Map.of("l", "x".repeat(5_000))), 1, 1);
        assertThat(look(cache)).containsExactly("long");
        assertThat(look(cache)).containsExactly("long");
        assertThat(made).isEqualTo(2);
    }

    /** The metric names of a request's series, as the cache knows them. */
    private List<String> look(SeriesCache<String> cache) throws MalformedRecordException {
        List<String> found = new ArrayList<>();
        reader.read(writer.toByteArray(), new WriteRequestVisitor() {
            @Override
            public void series(SeriesLabels labels) throws MalformedRecordException {
                found.add(cache.get(labels, SeriesCacheTest.this::make));
            }

            @Override
            public void sample(long timestampMillis, double value) {}
        });
        return found;
    }

    private String make(SeriesLabels labels) throws MalformedRecordException {
        made++;
        return labels.decode()[1];
    }
}
