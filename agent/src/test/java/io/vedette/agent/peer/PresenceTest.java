package io.vedette.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {
    @Test
    void isReadAsItWasTold() throws IOException {
        Presence told = new Presence("node1", List.of("192.0.2.1", "2001:db8::1"), "0.1", 5);
        assertThat(Presence.fromJson(told.toJson())).isEqualTo(told);
        assertThat(told.key()).isEqualTo("agent/node1");
    }

    @Test
    void mayHaveMoreToSayInALaterVersion() throws IOException {
        assertThat(read("{\"host\":\"a\",\"addresses\":[],\"version\":\"9\",\"timeMillis\":1,\"mood\":\"good\"}")
                        .host())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"host\":\"\",\"addresses\":[]}",
                "{\"host\":\"a\",\"addresses\":[\"-f/etc/passwd\"]}",
                "{\"host\":\"a\",\"addresses\":[\"evil.example\"]}",
                "{\"host\":\"a\",\"addresses\":[\"1.2.3.4 5.6.7.8\"]}",
                "{\"host\":\"a\",\"addresses\":[\"\"]}",
            })
    void refusesWhatNoAgentSays(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    private static Presence read(String json) throws IOException {
        return Presence.fromJson(json.getBytes(StandardCharsets.UTF_8));
    }
}
