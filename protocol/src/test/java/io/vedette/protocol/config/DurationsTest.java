package io.vedette.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "15s, PT15S",
        "500ms, PT0.5S",
        "1h30m, PT1H30M",
        "7d, PT168H",
        "1w, PT168H",
        "1y, PT8760H"
    })
    void readsPrometheusDurations(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "s", "5S", "1m1h", "1s1s", "-1s", "1.5h", "5sec", "0x1s", "1h 30m"})
    void refusesAnythingElseAndShowsTheRightForm(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is not a duration; write for example 15s, 500ms, 1h30m or 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999y", "9999999999999s"})
    void refusesWhatDoesNotFit(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"15s", "500ms", "1h30m", "7d12h", "1y", "2w", "1d1ms"})
    void writesWhatItReads(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }

    @Test
    void writesNothingAsZeroSeconds() {
        assertThat(Durations.format(Duration.ZERO)).isEqualTo("0s");
    }
}
