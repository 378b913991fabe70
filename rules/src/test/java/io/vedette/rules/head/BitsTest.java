package io.vedette.rules.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.StaleMarker;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitsTest {
    private static final double[] ODD = {
        0.0,
        -0.0,
        1.0,
        0.1,
        1e15 + 0.5,
        Long.MAX_VALUE,
        -9007199254740993.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        Double.longBitsToDouble(0x7ff8000000000001L),
        StaleMarker.VALUE
    };

    @Test
    void bitsComeBackAsTheyWereWritten() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BitWriter out = new BitWriter();
        int count = 10_000;
        long[] values = new long[count];
        int[] widths = new int[count];
        for (int i = 0; i < count; i++) {
            widths[i] = 1 + random.nextInt(64);
            values[i] = random.nextLong();
            out.write(values[i], widths[i]);
        }
        BitReader in = new BitReader(out.trimmed());
        for (int i = 0; i < count; i++) {
            long expected = widths[i] == 64 ? values[i] : values[i] & (1L << widths[i]) - 1;
            assertThat(in.read(widths[i])).as("value %d, seed %d", i, seed).isEqualTo(expected);
        }
    }

    @Test
    void anyLongSurvivesTheDeltaCode() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] values = new long[5_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (random.nextInt(4)) {
                case 0 -> random.nextLong();
                case 1 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
                case 2 -> i * 15_000L + random.nextInt(5);
                default -> random.nextInt(3) - 1;
            };
        }
        BitWriter out = new BitWriter();
        DeltaCode writing = new DeltaCode();
        for (long value : values) {
            writing.write(out, value);
        }
        BitReader in = new BitReader(out.trimmed());
        DeltaCode reading = new DeltaCode();
        for (int i = 0; i < values.length; i++) {
            assertThat(reading.read(in)).as("value %d, seed %d", i, seed).isEqualTo(values[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"odd", "bits", "decimal", "mixed"})
    void everyBitOfAValueSurvivesAChunk(String kind) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DoubleSupplier source = switch (kind) {
            case "odd" -> () -> ODD[random.nextInt(ODD.length)];
            case "bits" -> () -> Double.longBitsToDouble(random.nextLong());
            case "decimal" -> () -> random.nextInt(1_000_000) / Math.pow(10, random.nextInt(5));
            default -> () -> random.nextInt(20) == 0 ? random.nextDouble() : random.nextInt(1_000);
        };
        MemorySeries series = new MemorySeries(0, Labels.EMPTY, new Horizon(), 0, source.getAsDouble());
        SampleBuffer expected = new SampleBuffer();
        series.read(0, 0, expected);
        long time = 0;
        for (int i = 1; i < 3_000; i++) {
            time += 1 + random.nextInt(20_000);
            double value = source.getAsDouble();
            series.append(time, value, new SampleBuffer());
            expected.add(time, value);
        }
        SampleBuffer actual = new SampleBuffer();
        series.read(Long.MIN_VALUE, Long.MAX_VALUE, actual);
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.timestampMillis(i)).isEqualTo(expected.timestampMillis(i));
            assertThat(Double.doubleToRawLongBits(actual.value(i)))
                    .as("value %d, seed %d", i, seed)
                    .isEqualTo(Double.doubleToRawLongBits(expected.value(i)));
        }
    }
}
