package io.vedette.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GoFloatTest {
    @Test
    void printsAsGoDoes() {
        assertThat(GoFloat.format(0)).isEqualTo("0");
        assertThat(GoFloat.format(-0.0)).isEqualTo("-0");
        assertThat(GoFloat.format(1)).isEqualTo("1");
        assertThat(GoFloat.format(-42)).isEqualTo("-42");
        assertThat(GoFloat.format(999999)).isEqualTo("999999");
        assertThat(GoFloat.format(1e6)).isEqualTo("1e+06");
        assertThat(GoFloat.format(1418183276)).isEqualTo("1.418183276e+09");
        assertThat(GoFloat.format(10870.69)).isEqualTo("10870.69");
        assertThat(GoFloat.format(100000.5)).isEqualTo("100000.5");
        assertThat(GoFloat.format(1234567.5)).isEqualTo("1.2345675e+06");
        assertThat(GoFloat.format(0.0001)).isEqualTo("0.0001");
        assertThat(GoFloat.format(0.00005)).isEqualTo("5e-05");
        assertThat(GoFloat.format(0.01)).isEqualTo("0.01");
        assertThat(GoFloat.format(1e100)).isEqualTo("1e+100");
        assertThat(GoFloat.format(1e23)).isEqualTo("1e+23");
        assertThat(GoFloat.format(2e-3)).isEqualTo("0.002");
        assertThat(GoFloat.format(9007199254740993.0)).isEqualTo("9.007199254740992e+15");
        assertThat(GoFloat.format(5e-324)).isEqualTo("5e-324");
        assertThat(GoFloat.format(Double.MAX_VALUE)).isEqualTo("1.7976931348623157e+308");
        assertThat(GoFloat.format(5.6843418860808015e-14)).isEqualTo("5.6843418860808015e-14");
        assertThat(GoFloat.format(Double.NaN)).isEqualTo("NaN");
        assertThat(GoFloat.format(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(GoFloat.format(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    }

    @Test
    void everyNumberReadsBackAsItself() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(GoFloat.format(value)))
                        .as("seed %d", seed)
                        .isEqualTo(value);
            }
        }
    }
}
