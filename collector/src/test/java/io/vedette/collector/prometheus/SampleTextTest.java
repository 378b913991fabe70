package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100000, 100000",
        "123456789012345680, 123456789012345680",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e22, 1.5e+22",
        "2e23, 2e+23",
        "1e-6, 0.000001",
        "1.25e-6, 0.00000125",
        "9.9e-7, 9.9e-07",
        "1e-100, 1e-100",
        "4.9e-324, 5e-324",
        "9.88e-324, 1e-323",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.30000000000000004, 0.30000000000000004",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void writesValuesAsGoDoes(double value, String text) {
        assertThat(SampleText.value(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1e+00", "0, 0e+00", "-12.5, -1.25e+01", "0.00012, 1.2e-04", "NaN, NaN", "Infinity, +Inf"})
    void writesValuesWithExponentAsGoDoes(double value, String text) {
        assertThat(SampleText.valueWithExponent(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.001",
        "1000, 1",
        "1100, 1.100",
        "1010, 1.010",
        "1763905305781, 1763905305.781",
        "-1, -0.001",
        "-1500, -1.500"
    })
    void writesTimesInSecondsWithNoOrThreeDecimals(long millis, String text) {
        assertThat(SampleText.timestamp(millis)).isEqualTo(text);
    }

    @Test
    void everyValueReadsBackAsItself() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(SampleText.value(value)))
                        .as("seed %d", seed)
                        .isEqualTo(value);
            }
        }
    }
}
