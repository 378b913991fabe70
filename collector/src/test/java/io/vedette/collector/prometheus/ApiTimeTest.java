package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1435781451.781, 1435781451781",
        "1435781451.7814, 1435781451781",
        "1435781451.7816, 1435781451782",
        "-1.5, -1500",
        "1e3, 1000000",
        ".5, 500",
        "2015-07-01T20:10:51.781Z, 1435781451781",
        "2015-07-01T22:10:51+02:00, 1435781451000"
    })
    void readsSecondsAndRfc3339(String text, long millis) throws ApiException {
        assertThat(ApiTime.parseTime("time", text, "")).isEqualTo(millis);
    }

    /** Written out they would have as many digits as their exponent says. */
    @Test
    void readsHugeExponentsWithoutWritingThemOut() throws ApiException {
        assertThat(ApiTime.parseTime("time", "1e-2000000000", "")).isZero();
        assertThat(ApiTime.parseTime("time", "-1e-400000000", "")).isZero();
        assertThat(ApiTime.parseTime("time", "0e999999999", "")).isZero();
        assertThat(ApiTime.parseDuration("step", "1e-2000000000")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "+Inf", "1e400", "1e2000000000", "0x10", "1d", "1 ", "now", "1e", "e1", "."})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> ApiTime.parseTime("time", text, "invalid time value for 'time': "))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("to a valid timestamp");
    }
}
