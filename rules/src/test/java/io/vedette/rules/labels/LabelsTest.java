package io.vedette.rules.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final List<String> NAMES = List.of("__name__", "a", "b", "c", "d");

    @Test
    void settingLabelsDoesWhatAMapDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Labels one = random(random);
            Labels other = random(random);
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String value = List.of("", "1", "9").get(random.nextInt(3));

            TreeMap<String, String> set = one.toMap();
            set.put(name, value);
            assertThat(one.with(name, value))
                    .as("seed %d: %s with %s=%s", seed, one, name, value)
                    .isEqualTo(Labels.of(set))
                    .hasSameHashCodeAs(Labels.of(set));

            TreeMap<String, String> merged = one.toMap();
            other.forEach(merged::put);
            assertThat(one.with(other))
                    .as("seed %d: %s with %s", seed, one, other)
                    .isEqualTo(Labels.of(merged));
        }
    }

    private static Labels random(Random random) {
        TreeMap<String, String> labels = new TreeMap<>();
        NAMES.forEach(name -> labels.put(name, List.of("", "1", "2").get(random.nextInt(3))));
        return Labels.of(labels);
    }
}
