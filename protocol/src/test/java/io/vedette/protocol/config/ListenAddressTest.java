package io.vedette.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9800, true",
        "localhost:9800, true",
        "[::1]:0, true",
        ":9800, false",
        "0.0.0.0:9800, false",
        "[::]:65535, false"
    })
    void readsWhatItWritesAndKnowsWhoCanReachIt(String text, boolean loopbackOnly) {
        ListenAddress address = ListenAddress.parse(text);
        assertThat(address).hasToString(text);
        assertThat(address.loopbackOnly()).isEqualTo(loopbackOnly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9800", "localhost", "localhost:", "localhost:http", "::1:9800", "a:-1", "a:99999"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
