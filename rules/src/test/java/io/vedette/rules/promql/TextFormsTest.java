package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.function.Functions;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "-0.0, -0, -0",
        "1e-05, 0.00001, 1e-05",
        "0.0001, 0.0001, 0.0001",
        "1e20, 100000000000000000000, 1e+20",
        "100000, 100000, 100000",
        "1000000, 1000000, 1e+06",
        "1e21, 1000000000000000000000, 1e+21",
        "123456789.125, 123456789.125, 1.23456789125e+08",
        "1e23, 100000000000000000000000, 1e+23",
        "2.0e-3, 0.002, 0.002",
        "NaN, NaN, NaN",
        "Infinity, +Inf, +Inf",
        "-Infinity, -Inf, -Inf",
    })
    void numbersHaveTheFewestDigitsThatReadBack(double value, String plain, String general) {
        assertThat(NumberText.plain(value)).isEqualTo(plain);
        assertThat(NumberText.general(value)).isEqualTo(general);
    }

    @Test
    void numbersReadBackAsThemselves() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(NumberText.plain(value)))
                        .as("seed %s", seed)
                        .isEqualTo(value);
                assertThat(Double.parseDouble(NumberText.general(value)))
                        .as("seed %s", seed)
                        .isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5m, 300000",
        "1h30m, 5400000",
        "1y1w1d1h1m1s1ms, 32230861001",
        "0, 0",
        "0s, 0",
        "100ms, 100",
        "90s, 90000",
        "292y, 9208512000000"
    })
    void durationsAreRead(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(OptionalLong.of(millis));
    }

    @ParameterizedTest
    @CsvSource({"''", "5", "m", "5x", "5m5h", "5m5m", "1.5h", "-5m", "300y", "99999999999999999999s", "5 m", "5M"})
    void otherTextIsNoDuration(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "90000, 1m30s",
        "86400000, 1d",
        "604800000, 1w",
        "691200000, 8d",
        "31536000000, 1y",
        "31536000001, 365d1ms",
        "5400000, 1h30m"
    })
    void durationsArePrintedInTheLargestUnits(long millis, String text) {
        assertThat(DurationText.print(millis)).isEqualTo(text);
        assertThat(DurationText.parse(text)).isEqualTo(OptionalLong.of(millis));
    }

    @Test
    void everyFunctionCanBeEvaluated() {
        FunctionSignatures.byName()
                .values()
                .forEach(function -> assertThat(Functions.vector().containsKey(function.name())
                                || Functions.scalar().containsKey(function.name()))
                        .as(function.name())
                        .isTrue());
    }
}
