package io.vedette.agent.probe.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6TextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1",
                "::",
                "2001:db8::1",
                "fe80::1:0:0:1",
                "2001:db8:0:1:1:1:1:1",
                "1:2:3:4:5:6:7:8",
                "2001:db8::"
            })
    void writesTheCanonicalForm(String canonical) throws Exception {
        assertThat(Ipv6Text.of(InetAddress.getByName(canonical).getAddress())).isEqualTo(canonical);
    }
}
