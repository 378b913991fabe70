package io.vedette.rules.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.StaleMarker;
import java.util.Arrays;
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
        int count = 10_000;
        long[] values = new long[count];
        int[] widths = new int[count];
        byte[] bytes = new byte[8 * count + 9];
        int bit = 0;
        for (int i = 0; i < count; i++) {
            widths[i] = random.nextInt(65);
            values[i] = random.nextLong();
            PackedBits.write(bytes, bit, values[i], widths[i]);
            bit += widths[i];
        }
        bytes = Arrays.copyOf(bytes, bit + 7 >>> 3);
        bit = 0;
        for (int i = 0; i < count; i++) {
            long expected = widths[i] == 0 ? 0 : values[i] & -1L >>> 64 - widths[i];
            assertThat(PackedBits.read(bytes, bit, widths[i]))
                    .as("value %d, seed %d", i, seed)
                    .isEqualTo(expected);
            bit += widths[i];
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
        ChunkWriting writing = new ChunkWriting();
        MemorySeries series = new MemorySeries(0, Labels.EMPTY, new Horizon(), false, 0, source.getAsDouble(), writing);
        SampleBuffer expected = new SampleBuffer();
        series.read(0, 0, expected);
        long time = 0;
        for (int i = 1; i < 3_000; i++) {
            time += 1 + random.nextInt(20_000);
            double value = source.getAsDouble();
            series.append(time, value, writing);
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
