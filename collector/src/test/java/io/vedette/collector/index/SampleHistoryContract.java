package io.vedette.collector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.index.samples.BlockReader;
import io.vedette.collector.index.samples.BlockWriter;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.LabelMatcher.Type;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.SourceException;
import io.vedette.rules.series.StaleMarker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every index that holds the history promises. Each test has a history of its own, with nothing in it. */
public abstract class SampleHistoryContract {
    protected static final long HOUR = 3_600_000;
    /** A full hour. */
    protected static final long START = 497_222 * HOUR;

    protected static final Labels UP = Labels.of("__name__", "up", "instance", "n1", "job", "node");
    private static final Labels OTHER = Labels.of("__name__", "up", "instance", "n2", "job", "node");

    /** The history under test. */
    protected abstract SampleHistory history();

    @Test
    void givesBackWhatItWasGiven() throws IOException {
        SampleBuffer samples = buffer(new long[] {START, START + 1, START + 15_000}, 1, StaleMarker.VALUE, -0.0);
        add(block(UP, samples));

        assertThat(find(START, START + HOUR, name("up"))).containsExactly(UP);
        SampleBuffer read = samples(UP, START, START + HOUR);
        assertThat(read.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(read.timestampMillis(i)).isEqualTo(samples.timestampMillis(i));
            assertThat(Double.doubleToRawLongBits(read.value(i)))
                    .isEqualTo(Double.doubleToRawLongBits(samples.value(i)));
        }
    }

    @Test
    void isEmptyAtFirst() throws IOException {
        assertThat(history().storedUntil()).isEmpty();
        assertThat(history().stored(0, Long.MAX_VALUE)).isEmpty();
        assertThat(find(0, Long.MAX_VALUE, name("up"))).isEmpty();
        assertThat(history().read(List.of(SeriesId.of(UP)), 0, Long.MAX_VALUE, ReadGuard.NONE))
                .isEmpty();
        assertThat(history().labelNames(0, Long.MAX_VALUE)).isEmpty();
        assertThat(history().labelValues("job", 0, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void tellsWhatIsStoredOfAWindow() throws IOException {
        add(hour(UP, 0), hour(OTHER, 0), hour(UP, 1));
        add(block(UP, buffer(new long[] {START + HOUR - 5_000, START + HOUR - 1}, 1, 2)));

        assertThat(history().stored(START, START + HOUR))
                .containsOnly(
                        Map.entry(SeriesId.of(UP), START + HOUR - 1),
                        Map.entry(SeriesId.of(OTHER), START + HOUR - 15_000));
        assertThat(history().stored(START + HOUR, START + 2 * HOUR)).containsOnlyKeys(SeriesId.of(UP));
        assertThat(history().storedUntil()).hasValue(START + 2 * HOUR - 15_000);
    }

    @Test
    void readsTheBlocksOfARangeInOrder() throws IOException {
        add(hour(UP, 2), hour(OTHER, 1));
        add(hour(UP, 0), hour(UP, 1));
        add(block(UP, buffer(new long[] {START + HOUR - 1}, 7)));

        Map<SeriesId, List<StoredBlock>> all =
                history().read(ids(UP, OTHER, Labels.of("no", "series")), START, START + 9 * HOUR, ReadGuard.NONE);
        assertThat(all).containsOnlyKeys(SeriesId.of(UP), SeriesId.of(OTHER));
        assertThat(all.get(SeriesId.of(UP)))
                .extracting(StoredBlock::fromMillis)
                .containsExactly(START, START + HOUR - 1, START + HOUR, START + 2 * HOUR);
        assertThat(history()
                        .read(ids(UP), START + HOUR, START + HOUR, ReadGuard.NONE)
                        .get(SeriesId.of(UP)))
                .extracting(StoredBlock::fromMillis)
                .containsExactly(START + HOUR);
        assertThat(find(START, START + HOUR - 1, name("up"))).containsExactly(UP);
        assertThat(find(START + HOUR - 15_000, START + HOUR, name("up"))).containsExactlyInAnyOrder(UP, OTHER);
        assertThat(find(START + 3 * HOUR - 14_999, Long.MAX_VALUE, name("up"))).isEmpty();
    }

    @Test
    void findsTheSeriesThatPrometheusWould() throws IOException {
        long seed = System.nanoTime();
        System.out.println(getClass().getSimpleName() + " seed " + seed);
        Random random = new Random(seed);
        String[] values = {"", "a", "ab", "b", "a=b", "ü", "x\\=", "A", "a\n"};
        List<Labels> all = new ArrayList<>();
        List<SampleBlock> blocks = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Labels labels = Labels.of(
                    "__name__",
                    i % 3 == 0 ? "m" : "n",
                    "i",
                    "" + i,
                    "a",
                    values[random.nextInt(values.length)],
                    "a=b",
                    values[random.nextInt(values.length)]);
            all.add(labels);
            blocks.add(hour(labels, random.nextInt(3)));
        }
        add(blocks.toArray(SampleBlock[]::new));
        String[] expressions = {"", "a", "a.*", ".*", ".+", "a|b", "(?i)a", "[^a]*", "|ab", "a=b|ü", "b$", "1\\d*"};
        for (int round = 0; round < 60; round++) {
            List<LabelMatcher> matchers = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String name = List.of("__name__", "a", "a=b", "i", "none").get(random.nextInt(5));
                Type type = Type.values()[random.nextInt(4)];
                boolean regex = type == Type.REGEX || type == Type.NOT_REGEX;
                String[] from = regex ? expressions : values;
                matchers.add(new LabelMatcher(name, type, from[random.nextInt(from.length)]));
            }
            List<Labels> expected = all.stream()
                    .filter(labels -> matchers.stream().allMatch(m -> m.matches(labels.get(m.name()))))
                    .toList();
            assertThat(find(START, START + 3 * HOUR, matchers.toArray(LabelMatcher[]::new)))
                    .as("%s", matchers)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void tellsNamesAndValuesOfLabels() throws IOException {
        Labels odd = Labels.of("__name__", "odd", "a=b", "c=d", "jobs", "x");
        add(hour(UP, 0), hour(OTHER, 0), hour(odd, 0));

        assertThat(history().labelNames(START, START + HOUR))
                .containsExactly("__name__", "a=b", "instance", "job", "jobs");
        assertThat(history().labelValues("instance", START, START + HOUR)).containsExactly("n1", "n2");
        assertThat(history().labelValues("job", START, START + HOUR)).containsExactly("node");
        assertThat(history().labelValues("a=b", START, START + HOUR)).containsExactly("c=d");
        assertThat(history().labelValues("none", START, START + HOUR)).isEmpty();
        assertThat(history().labelNames(0, START - 1)).isEmpty();
    }

    @Test
    void tellsHowManySeriesItFindsAndStopsWhenTold() throws IOException {
        SampleBlock[] blocks = IntStream.range(0, 120)
                .mapToObj(i -> hour(Labels.of("__name__", "many", "i", "" + i), 0))
                .toArray(SampleBlock[]::new);
        add(blocks);
        ReadGuard few = new ReadGuard() {
            @Override
            public void found(int series) {
                if (series > 100) {
                    throw new SourceException("enough", new IllegalStateException());
                }
            }

            @Override
            public void worked(long samples) {
                // Time does not matter here.
            }
        };
        assertThatThrownBy(() -> history().find(List.of(name("many")), START, START + HOUR, few))
                .isInstanceOf(SourceException.class)
                .hasMessage("enough");
        ReadGuard none = new ReadGuard() {
            @Override
            public void found(int series) {
                // Any number will do.
            }

            @Override
            public void worked(long samples) {
                throw new SourceException("nobody waits", new IllegalStateException());
            }
        };
        assertThatThrownBy(() -> history().read(ids(Labels.of("__name__", "many", "i", "3")), START, START + 1, none))
                .hasMessage("nobody waits");
    }

    @Test
    void refusesLabelsThatAreTooLongAndTakesTheOthers() throws IOException {
        Labels long1 = Labels.of("__name__", "long", "text", "x".repeat(10_000) + "1");
        Labels long2 = Labels.of("__name__", "long", "text", "x".repeat(10_000) + "2");
        List<String> refused = history()
                .add(List.of(
                        hour(Labels.of("__name__", "endless", "text", "x".repeat(16_000)), 0),
                        hour(long1, 0),
                        hour(long2, 0)));
        history().commit();

        assertThat(refused).hasSize(1).first().asString().startsWith("endless: labels of 160");
        assertThat(find(START, START + HOUR, LabelMatcher.equal("text", long2.get("text"))))
                .containsExactly(long2);
        assertThat(find(START, START + HOUR, name("long"), new LabelMatcher("text", Type.REGEX, "x+1")))
                .containsExactly(long1);
    }

    private static LabelMatcher name(String metric) {
        return LabelMatcher.equal("__name__", metric);
    }

    private static List<SeriesId> ids(Labels... labels) {
        return Arrays.stream(labels).map(SeriesId::of).toList();
    }

    /** Adds and commits. */
    protected void add(SampleBlock... blocks) throws IOException {
        assertThat(history().add(List.of(blocks))).isEmpty();
        history().commit();
    }

    /** The labels of what is found. */
    protected List<Labels> find(long minMillis, long maxMillis, LabelMatcher... matchers) throws IOException {
        return List.copyOf(history()
                .find(List.of(matchers), minMillis, maxMillis, ReadGuard.NONE)
                .values());
    }

    /** All samples of a series in a range. */
    protected SampleBuffer samples(Labels labels, long minMillis, long maxMillis) throws IOException {
        SeriesId id = SeriesId.of(labels);
        SampleBuffer samples = new SampleBuffer();
        try (BlockReader reader = new BlockReader()) {
            for (StoredBlock block : history()
                    .read(List.of(id), minMillis, maxMillis, ReadGuard.NONE)
                    .getOrDefault(id, List.of())) {
                reader.read(block, minMillis, maxMillis, samples);
            }
        }
        return samples;
    }

    /** A block of an hour at a sample every 15 s. */
    protected static SampleBlock hour(Labels labels, int hour) {
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < 240; i++) {
            samples.add(START + hour * HOUR + i * 15_000L, i + labels.hashCode() % 7);
        }
        return block(labels, samples);
    }

    protected static SampleBlock block(Labels labels, SampleBuffer samples) {
        try (BlockWriter writer = new BlockWriter()) {
            return writer.write(SeriesId.of(labels), labels, samples, 0, samples.size());
        }
    }

    private static SampleBuffer buffer(long[] times, double... values) {
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < times.length; i++) {
            samples.add(times[i], values[i]);
        }
        return samples;
    }
}
