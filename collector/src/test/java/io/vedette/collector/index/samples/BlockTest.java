package io.vedette.collector.index.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.StaleMarker;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final Labels UP = Labels.of("__name__", "up", "instance", "n1");
    private static final long START = 1_790_000_000_000L;
    private static final int WINDOW = 480;

    @Test
    void givesBackEveryBit() {
        double[] odd = {
            0,
            -0.0,
            1,
            -1,
            0.1,
            1e300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            StaleMarker.VALUE,
            Double.longBitsToDouble(0x7ff8000000000123L),
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1L << 53,
            (1L << 53) + 2.0,
            123_456.789,
            1e15 + 0.5,
            Long.MAX_VALUE
        };
        long seed = System.nanoTime();
        System.out.println("BlockTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int count = 1 + random.nextInt(round % 10 == 0 ? SampleBlock.SAMPLES_MAX : 40);
            int oddity = random.nextInt(40);
            int shape = random.nextInt(4);
            double constant = random.nextInt(1_000) / 100.0;
            long wild = random.nextInt(10) == 0 ? Long.MAX_VALUE / count / 2 : 30_000;
            SampleBuffer samples = samples(
                    count,
                    i -> START + i * 15_000L + random.nextLong(wild) % 15_000 * (wild > 30_000 ? 0 : 1),
                    i -> random.nextInt(40) < oddity
                            ? odd[random.nextInt(odd.length)]
                            : switch (shape) {
                                case 0 -> constant;
                                case 1 -> i * 7 + random.nextInt(100);
                                case 2 -> random.nextDouble();
                                default -> Double.longBitsToDouble(random.nextLong());
                            });
            assertSame(samples, roundTrip(samples, Long.MIN_VALUE, Long.MAX_VALUE));
        }
    }

    @Test
    void takesTimesOfAnyKind() {
        SampleBuffer samples = new SampleBuffer();
        samples.add(Long.MIN_VALUE, 1);
        samples.add(-1, 2);
        samples.add(0, 3);
        samples.add(Long.MAX_VALUE, 4);
        assertSame(samples, roundTrip(samples, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    @Test
    void givesOnlyWhatIsInTheRange() {
        SampleBuffer samples = samples(10, i -> i * 10, i -> i);
        SampleBuffer some = roundTrip(samples, 20, 49);
        assertThat(some.size()).isEqualTo(3);
        assertThat(some.timestampMillis(0)).isEqualTo(20);
        assertThat(some.value(2)).isEqualTo(4);
    }

    @Test
    void whatIsConstantOrSteadyTakesNextToNothing() {
        assertThat(block(samples(WINDOW, i -> START + i * 15_000L, i -> 42)).sizeBytes())
                .isLessThan(60);
        assertThat(block(samples(WINDOW, i -> START + i * 15_000L, i -> 1e9 + i * 15.0))
                        .sizeBytes())
                .isLessThan(80);
    }

    @Test
    void oneStaleMarkerDoesNotSpoilTheOthersForm() {
        int without =
                block(samples(WINDOW, i -> START + i * 15_000L, i -> i * 0.25)).sizeBytes();
        int with = block(samples(WINDOW, i -> START + i * 15_000L, i -> i == 300 ? StaleMarker.VALUE : i * 0.25))
                .sizeBytes();
        assertThat(with).isLessThan(without + 40);
    }

    @Test
    void seriesSampledAtTheSameTimesHaveTheSameBytesForThem() {
        Random jitter = new Random(7);
        long[] times = new long[WINDOW];
        for (int i = 0; i < times.length; i++) {
            times[i] = START + i * 15_000L + jitter.nextInt(9);
        }
        SampleBlock one = block(samples(WINDOW, i -> times[i], i -> i));
        SampleBlock other = block(samples(WINDOW, i -> times[i], i -> 1.0 / (i + 1)));
        assertThat(one.times()).isEqualTo(other.times());
    }

    @Test
    void timesOfTheLargestBlockFitAnIndex() {
        Random random = new Random(3);
        SampleBlock block = block(samples(
                SampleBlock.SAMPLES_MAX,
                i -> Long.MIN_VALUE + i * 6_000_000_000_000_000L + random.nextLong(5_000_000_000_000_000L),
                i -> i));
        assertThat(block.times().length).isLessThan(32_766);
    }

    @Test
    void saysWhatIsDamaged() {
        long seed = System.nanoTime();
        System.out.println("BlockTest seed " + seed);
        Random random = new Random(seed);
        SampleBlock block = block(samples(50, i -> i * 10, i -> random.nextInt(3) == 0 ? Double.NaN : i));
        for (int round = 0; round < 5_000; round++) {
            byte[] times = block.times().clone();
            byte[] values = block.values().clone();
            byte[] hit = random.nextBoolean() ? times : values;
            hit[random.nextInt(hit.length)] = (byte) random.nextInt();
            try (BlockReader reader = new BlockReader()) {
                reader.read(new StoredBlock(0, times, values), 0, 1_000, new SampleBuffer());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("damaged samples");
            }
        }
        try (BlockReader reader = new BlockReader()) {
            StoredBlock newer = new StoredBlock(0, block.times(), new byte[] {0x1f, 50, 0});
            assertThatThrownBy(() -> reader.read(newer, 0, 1, new SampleBuffer()))
                    .hasMessage("damaged samples: form 31, which a later Vedette may have written");
        }
    }

    private static SampleBuffer samples(int count, IntToLongFunction times, IntToDoubleFunction values) {
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < count; i++) {
            samples.add(times.applyAsLong(i), values.applyAsDouble(i));
        }
        return samples;
    }

    private static SampleBlock block(SampleBuffer samples) {
        try (BlockWriter writer = new BlockWriter()) {
            return writer.write(SeriesId.of(UP), UP, samples, 0, samples.size());
        }
    }

    private static SampleBuffer roundTrip(SampleBuffer samples, long minMillis, long maxMillis) {
        SampleBlock block = block(samples);
        SampleBuffer read = new SampleBuffer();
        try (BlockReader reader = new BlockReader()) {
            reader.read(new StoredBlock(block.fromMillis(), block.times(), block.values()), minMillis, maxMillis, read);
        }
        return read;
    }

    private static void assertSame(SampleBuffer expected, SampleBuffer actual) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.timestampMillis(i)).isEqualTo(expected.timestampMillis(i));
            assertThat(Double.doubleToRawLongBits(actual.value(i)))
                    .isEqualTo(Double.doubleToRawLongBits(expected.value(i)));
        }
    }
}
