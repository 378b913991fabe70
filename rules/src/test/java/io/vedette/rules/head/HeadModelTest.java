package io.vedette.rules.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.StaleMarker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;

/** Random appends, truncations and selects, compared with a map of maps. */
class HeadModelTest {
    private static final String[] EXPRESSIONS = {"", ".*", ".+", "a", "b|c", "a?", "[ab]", "x.*", "(a|)", "d+"};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Head head = new Head(new HeadLimits(Duration.ofHours(1), 64 << 20, 10_000, 10_000, 10_000));
    private final Map<Labels, NavigableMap<Long, Long>> model = new HashMap<>();
    private final Map<Labels, SeriesRef> refs = new HashMap<>();
    private long horizon = Long.MIN_VALUE;
    private long now;

    @RepeatedTest(5)
    void behavesAsAPlainMapWould() {
        for (int i = 0; i < 20_000; i++) {
            int dice = random.nextInt(1_000);
            if (dice < 985) {
                append();
            } else if (dice < 987) {
                truncate();
            } else {
                query();
            }
        }
        assertThat(head.stats().series()).as("seed %d", seed).isEqualTo(model.size());
    }

    private void append() {
        now += random.nextInt(50);
        Labels labels = randomLabels();
        long time = now - (random.nextInt(10) == 0 ? random.nextInt(5_000) : 0);
        double value = switch (random.nextInt(6)) {
            case 0 -> random.nextDouble();
            case 1 -> StaleMarker.VALUE;
            default -> random.nextInt(10);
        };
        Head.Appended actual = random.nextBoolean()
                ? head.append(labels, time, value)
                : head.append(refs.computeIfAbsent(labels, head::ref), time, value);
        assertThat(actual).as("seed %d", seed).isEqualTo(appendToModel(labels, time, value));
    }

    private Head.Appended appendToModel(Labels labels, long time, double value) {
        if (time < horizon) {
            return Head.Appended.TOO_OLD;
        }
        NavigableMap<Long, Long> samples = model.computeIfAbsent(labels, l -> new TreeMap<>());
        long bits = Double.doubleToRawLongBits(value);
        if (!samples.isEmpty() && time <= samples.lastKey()) {
            Long there = samples.get(time);
            return there != null && there == bits ? Head.Appended.DUPLICATE : Head.Appended.OUT_OF_ORDER;
        }
        samples.put(time, bits);
        return Head.Appended.STORED;
    }

    private void truncate() {
        horizon = Math.max(horizon, now - random.nextInt(20_000));
        head.truncate(horizon);
        model.values().forEach(samples -> samples.headMap(horizon).clear());
        model.values().removeIf(Map::isEmpty);
    }

    private void query() {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            LabelMatcher.Type type = LabelMatcher.Type.values()[random.nextInt(4)];
            matchers.add(new LabelMatcher(
                    List.of("__name__", "l", "m", "never").get(random.nextInt(4)),
                    type,
                    EXPRESSIONS[random.nextInt(EXPRESSIONS.length)]));
        }
        long min = now - random.nextInt(30_000);
        long max = min + random.nextInt(30_000);
        Map<Labels, NavigableMap<Long, Long>> expected = new HashMap<>();
        model.forEach((labels, samples) -> {
            NavigableMap<Long, Long> part = samples.subMap(min, true, max, true);
            if (!part.isEmpty() && matchers.stream().allMatch(m -> m.matches(labels.get(m.name())))) {
                expected.put(labels, part);
            }
        });
        Map<Labels, NavigableMap<Long, Long>> actual = new HashMap<>();
        SampleBuffer buffer = new SampleBuffer();
        for (Series series : head.select(matchers, min, max)) {
            buffer.clear();
            series.read(min, max, buffer);
            NavigableMap<Long, Long> samples = new TreeMap<>();
            for (int i = 0; i < buffer.size(); i++) {
                samples.put(buffer.timestampMillis(i), Double.doubleToRawLongBits(buffer.value(i)));
            }
            assertThat(buffer.size()).isEqualTo(samples.size());
            if (!samples.isEmpty()) {
                assertThat(actual.put(series.labels(), samples)).isNull();
            }
        }
        assertThat(actual).as("%s, seed %d", matchers, seed).isEqualTo(expected);

        // Names and values may count series that have samples on both sides of the range, never fewer than are in it.
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> values = new TreeSet<>();
        expected.keySet().forEach(labels -> {
            labels.forEach((name, value) -> names.add(name));
            if (labels.has("l")) {
                values.add(labels.get("l"));
            }
        });
        assertThat(head.labelNames(matchers, min, max)).as("seed %d", seed).containsAll(names);
        assertThat(head.labelValues("l", matchers, min, max))
                .as("seed %d", seed)
                .containsAll(values);
    }

    private Labels randomLabels() {
        Map<String, String> labels = new HashMap<>();
        labels.put("__name__", List.of("a", "b", "xy").get(random.nextInt(3)));
        if (random.nextBoolean()) {
            labels.put("l", List.of("a", "b", "c", "dd").get(random.nextInt(4)));
        }
        if (random.nextBoolean()) {
            labels.put("m", List.of("a", "xyz").get(random.nextInt(2)));
        }
        return Labels.of(labels);
    }
}
