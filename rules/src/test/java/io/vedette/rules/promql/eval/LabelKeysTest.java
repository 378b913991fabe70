package io.vedette.rules.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelKeysTest {
    @Test
    void numbersWhatIsLeftAsAMapOfItWould() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (boolean kept : new boolean[] {true, false}) {
            List<String> names = List.of("b", "d", "unheard of");
            LabelKeys keys = new LabelKeys(names.toArray(String[]::new), kept);
            Map<Labels, Integer> expected = new HashMap<>();
            for (int i = 0; i < 5_000; i++) {
                Labels labels = random(random);
                Labels left = kept ? labels.keep(names) : labels.without(names);
                int id = expected.computeIfAbsent(left, key -> expected.size());
                assertThat(keys.id(labels)).as("seed %d, %s", seed, labels).isEqualTo(id);
                assertThat(keys.labels(id)).as("seed %d", seed).isEqualTo(left);
            }
            assertThat(keys.count()).isEqualTo(expected.size());
        }
    }

    @Test
    void tellsApartWhatHashesAlike() {
        LabelKeys keys = new LabelKeys(new String[0], false);
        List<Integer> ids = new ArrayList<>();
        // "Aa" and "BB" have one hash.
        for (String value : List.of("AaAa", "BBBB", "AaBB", "BBAa", "AaAa")) {
            ids.add(keys.id(Labels.of("x", value)));
        }
        assertThat(ids).containsExactly(0, 1, 2, 3, 0);
    }

    @Test
    void allAreOneIfNoLabelCounts() {
        LabelKeys keys = new LabelKeys(new String[0], true);
        assertThat(keys.id(Labels.of("a", "1"))).isZero();
        assertThat(keys.id(Labels.EMPTY)).isZero();
        assertThat(keys.labels(0)).isEqualTo(Labels.EMPTY);
    }

    private static Labels random(Random random) {
        Map<String, String> labels = new HashMap<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            labels.put(name, List.of("", "1", "2", "3").get(random.nextInt(4)));
        }
        return Labels.of(labels);
    }
}
