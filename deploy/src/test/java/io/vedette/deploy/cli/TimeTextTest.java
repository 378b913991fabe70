package io.vedette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-23T14:00:00Z",
        "now-15m, 2026-11-23T13:45:00Z",
        "now+1h30m, 2026-11-23T15:30:00Z",
        "2026-11-23T15:00:00+01:00, 2026-11-23T14:00:00Z",
        "1795442400.5, 2026-11-23T14:00:00.500Z"
    })
    void readsTimesAsPeopleTypeThem(String text, Instant expected) throws Failure {
        assertThat(TimeText.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "now-", "now*2m", "now-15", "2026-11-23T14:00:00", "1e999999999"})
    void showsTheRightFormOtherwise(String text) {
        assertThatThrownBy(() -> TimeText.parse(text, NOW))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "\"" + text + "\" is not a time; write now-15m, 2026-11-23T14:00:00Z or seconds since 1970");
    }
}
