package io.vedette.collector.logs.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final Instant READ = Instant.parse("2026-11-23T13:00:00Z");

    private final Timestamps timestamps = new Timestamps(ZoneId.of("Europe/Berlin"));

    private @Nullable Instant at(String text) {
        Timestamps.Found found = timestamps.at(text, 0, READ);
        return found == null ? null : found.instant();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23T12:34:56Z rest | 2026-11-23T12:34:56Z",
                "2026-11-23T12:34:56.123456789Z | 2026-11-23T12:34:56.123456789Z",
                "2026-11-23T12:34:56.1234567891234Z | 2026-11-23T12:34:56.123456789Z",
                "2026-11-23T12:34:56+05:30 | 2026-11-23T07:04:56Z",
                "2026-11-23T12:34:56-0800 x | 2026-11-23T20:34:56Z",
                "2026-11-23 12:34:56,789 INFO | 2026-11-23T11:34:56.789Z",
                "2026-07-23 12:34:56 summer | 2026-07-23T10:34:56Z",
                "2026-11-23 12:34:56 +0100 | 2026-11-23T11:34:56Z",
                "2026-11-23 12:34:56.5 UTC [1] LOG | 2026-11-23T12:34:56.5Z",
                "2026/11/23 12:34:56 [error] | 2026-11-23T11:34:56Z",
                "23/Nov/2026:12:34:56 +0000] | 2026-11-23T12:34:56Z",
                "Mon Nov 23 12:34:56.123456 2026] | 2026-11-23T11:34:56.123456Z",
                "Sun Dec 04 04:47:44 2005] | 2005-12-04T03:47:44Z",
                "Nov 23 12:34:56 host | 2026-11-23T11:34:56Z",
                "Nov  3 12:34:56 host | 2026-11-03T11:34:56Z",
                "Dec 31 23:59:59 host | 2025-12-31T22:59:59Z",
                "Feb 29 10:00:00 host | 2024-02-29T09:00:00Z",
                "Nov 23 2026 12:34:56 x | 2026-11-23T11:34:56Z",
                "23 Nov 2026 12:34:56.123 * | 2026-11-23T11:34:56.123Z",
                "1795430096 x | 2026-11-23T10:34:56Z",
                "1795430096.25 x | 2026-11-23T10:34:56.25Z",
                "1795430096123 x | 2026-11-23T10:34:56.123Z",
                "1795430096123456 x | 2026-11-23T10:34:56.123456Z",
                "2016-12-31T23:59:60Z | 2016-12-31T23:59:59Z"
            })
    void readsTheFormsThatLogsHave(String text, Instant expected) {
        assertThat(at(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no time",
                "2026-13-01 00:00:00",
                "2026-02-30 00:00:00",
                "2026-11-23",
                "2026-11-23T25:00:00Z",
                "Nov 31 10:00:00 h",
                "Nov 23",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "1234567890123456789012345",
                "12345",
                "1795430096-7",
                "192.168.100.200 - -",
                "Monday",
                "2026-11-23T12:34:6"
            })
    void isNotFooled(String text) {
        assertThat(at(text)).isNull();
    }

    @Test
    void aTimeFarAheadIsNotBelieved() {
        assertThat(at("2026-11-24T12:00:00Z")).isNotNull();
        assertThat(at("2027-11-24T12:00:00Z")).isNull();
    }

    @Test
    void aMissingYearIsTheOneBeforeInTheFirstDaysOfAYear() {
        Timestamps.Found found = timestamps.at("Dec 31 23:00:00 h", 0, Instant.parse("2027-01-01T06:00:00Z"));

        assertThat(found).isEqualTo(new Timestamps.Found(Instant.parse("2026-12-31T22:00:00Z"), 15, true));
    }

    @Test
    void tellsTheUnitOfANumberFromItsSize() {
        assertThat(timestamps.ofNumber(1795430096.5, READ)).isEqualTo("2026-11-23T10:34:56.500Z");
        assertThat(timestamps.ofNumber(1795430096500.0, READ)).isEqualTo("2026-11-23T10:34:56.500Z");
        assertThat(timestamps.ofNumber(12, READ)).isNull();
        assertThat(timestamps.ofNumber(Double.NaN, READ)).isNull();
    }

    @Test
    void takesAnyTextWithoutHarm() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "0123456789-/:.,TZ+ JanNovMon[]_UTC";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                at(text.toString());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }
}
