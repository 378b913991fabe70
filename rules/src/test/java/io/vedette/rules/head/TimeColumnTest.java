package io.vedette.rules.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeColumnTest {
    @Test
    void findsTheFirstTimeFromAnyOnHoweverUnevenTheyCome() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int column = 0; column < 300; column++) {
            boolean even = random.nextBoolean();
            TimeColumn times = new TimeColumn(1_000_000, random.nextBoolean());
            for (int i = 1; i < 1 + random.nextInt(100); i++) {
                times.add(times.lastMillis() + (even ? 15_000 : 1 + (long) (Math.pow(random.nextDouble(), 6) * 1e6)));
            }
            int from = random.nextInt(times.size());
            int count = 1 + random.nextInt(times.size() - from);
            for (int i = 0; i < 50; i++) {
                long millis = times.millis(random.nextInt(times.size())) + random.nextInt(3) - 1;
                int expected = from;
                while (expected < from + count && times.millis(expected) < millis) {
                    expected++;
                }
                assertThat(times.firstFrom(millis, from, count))
                        .as("seed %d", seed)
                        .isEqualTo(expected);
            }
        }
    }
}
