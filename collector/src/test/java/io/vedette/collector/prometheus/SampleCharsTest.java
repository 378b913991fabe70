package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleCharsTest {
    @Test
    void writesWhatSampleTextSays() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double[] values = new double[50_000];
        long[] times = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(random, i);
            times[i] = random.nextLong() % 4_000_000_000_000L;
        }
        times[0] = 0;
        String[] samples = inArray(times, values).split("(?<=]),");
        assertThat(samples).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(samples[i])
                    .as("seed %d", seed)
                    .isEqualTo("[" + SampleText.timestamp(times[i]) + ",\"" + SampleText.value(values[i]) + "\"]");
        }
    }

    private static double value(Random random, int i) {
        return switch (i % 8) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(2_000_000) / 1000.0 - 1000;
            case 2 -> random.nextInt(100) / 10.0;
            case 3 -> random.nextLong();
            case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 5 -> random.nextInt(10) - 5;
            case 6 -> 1e15 + random.nextInt(1000) - 500;
            default ->
                new double[] {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 0.001, 1e7, 1e21}
                        [random.nextInt(8)];
        };
    }

    @Test
    void writesSamplesOneByOneAsWell() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            SampleChars samples = new SampleChars();
            json.writeStartArray();
            samples.write(json, 1_500, 0.25);
            samples.write(json, 2_000, -7);
            json.writeEndArray();
        }
        assertThat(text).hasToString("[[1.500,\"0.25\"],[2,\"-7\"]]");
    }

    private static String inArray(long[] times, double[] values) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            new SampleChars().write(json, times, values);
            json.writeEndArray();
        }
        String all = text.toString();
        return all.substring(1, all.length() - 1);
    }
}
