package io.vedette.agent.probe.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FpingOutputTest {
    @Test
    void readsRoundTripsAndGapsAndPassesComplaintsOver() {
        String output = """
                ICMP Host Unreachable from 10.0.0.1 for ICMP Echo sent to 10.0.0.9
                127.0.0.1   : 0.424 0.041 -
                2001:db8::1 : - - -
                10.0.0.7 : duplicate for [0], 64 bytes, 0.05 ms
                """;
        assertThat(FpingOutput.parse(output))
                .isEqualTo(Map.of(
                        "127.0.0.1",
                        List.of(OptionalDouble.of(0.000424), OptionalDouble.of(0.000041), OptionalDouble.empty()),
                        "2001:db8::1",
                        List.of(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty())));
    }
}
