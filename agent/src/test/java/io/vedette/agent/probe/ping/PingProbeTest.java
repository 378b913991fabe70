package io.vedette.agent.probe.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.agent.probe.NotPermitted;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.ProbeRun;
import io.vedette.agent.probe.Script;
import io.vedette.agent.probe.ToolMissing;
import io.vedette.agent.probe.command.Commands;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PingProbeTest {
    private static final Commands INSTALLED = Commands.onPath(System.getenv("PATH"), System::nanoTime);

    @TempDir
    private Path folder;

    private static List<PingTarget> targets(String... addresses) {
        List<PingTarget> targets = new ArrayList<>();
        for (String address : addresses) {
            targets.add(new PingTarget("to-" + address, address));
        }
        return targets;
    }

    private static Map<String, Double> ping(PingProbe probe) throws Exception {
        try {
            return ProbeRun.exposition(probe).values();
        } catch (ToolMissing | NotPermitted e) {
            Assumptions.abort("SKIPPED: " + e.getMessage());
            throw e;
        }
    }

    @Test
    void measuresLoopbackOverBothFamiliesAndAnAddressThatNobodyHas() throws Exception {
        List<String> addresses = new ArrayList<>(List.of("127.0.0.1", "240.0.0.1"));
        boolean ipv6 = InetAddress.getByName("::1").isReachable(1000);
        if (ipv6) {
            addresses.add("::1");
        }
        List<PingTarget> targets = targets(addresses.toArray(String[]::new));
        PingProbe probe = new PingProbe(INSTALLED, () -> targets);
        Map<String, Double> seen = ping(probe);
        String local = "{family=ipv4, ip=127.0.0.1, target=to-127.0.0.1}";
        assertThat(seen)
                .containsEntry("vedette_ping_loss_ratio" + local, 0.0)
                .containsEntry("vedette_ping_loss_ratio{family=ipv4, ip=240.0.0.1, target=to-240.0.0.1}", 1.0)
                .doesNotContainKey("vedette_ping_rtt_seconds{family=ipv4, ip=240.0.0.1, target=to-240.0.0.1}")
                .containsEntry("smokeping_requests_total{host=to-127.0.0.1, ip=127.0.0.1, source=}", 5.0)
                .containsEntry(
                        "smokeping_response_duration_seconds_count{host=to-127.0.0.1, ip=127.0.0.1, source=}", 5.0)
                .containsEntry(
                        "smokeping_response_duration_seconds_bucket{host=to-240.0.0.1, ip=240.0.0.1, le=+Inf, source=}",
                        0.0)
                .containsKey("vedette_ping_jitter_seconds" + local);
        assertThat(seen.get("vedette_ping_rtt_seconds" + local)).isBetween(0.0, 1.0);
        if (ipv6) {
            assertThat(seen).containsEntry("vedette_ping_loss_ratio{family=ipv6, ip=::1, target=to-::1}", 0.0);
        }
    }

    @Test
    void namesWithoutAddressAreReportedAndDoNotHinderTheOthers() throws Exception {
        Script.write(folder, "fping", "for last; do :; done; echo \"$last : 1.5 2.5\" >&2");
        PingProbe probe = new PingProbe(
                new Commands(List.of(folder), System::nanoTime), () -> targets("no-such-host.invalid", "127.0.0.1"));
        Map<String, Double> seen = ping(probe);
        assertThat(seen)
                .containsEntry("vedette_ping_unresolved{target=to-no-such-host.invalid}", 1.0)
                .containsEntry("vedette_ping_rtt_seconds{family=ipv4, ip=127.0.0.1, target=to-127.0.0.1}", 0.002);
    }

    @Test
    void sumsUpFromRunToRun() throws Exception {
        Script.write(folder, "fping", "echo \"127.0.0.1 : 1.5 - 2.5\" >&2; exit 1");
        PingProbe probe = new PingProbe(new Commands(List.of(folder), System::nanoTime), () -> targets("127.0.0.1"));
        ping(probe);
        assertThat(ping(probe))
                .containsEntry("smokeping_requests_total{host=to-127.0.0.1, ip=127.0.0.1, source=}", 6.0)
                .containsEntry(
                        "smokeping_response_duration_seconds_bucket{host=to-127.0.0.1, ip=127.0.0.1, le=0.0016, source=}",
                        2.0)
                .containsEntry(
                        "smokeping_response_duration_seconds_sum{host=to-127.0.0.1, ip=127.0.0.1, source=}", 0.008);
    }

    @Test
    void saysWhatToGrantWhenSocketsAreRefused() throws Exception {
        Script.write(folder, "fping", "exit 4");
        PingProbe probe = new PingProbe(new Commands(List.of(folder), System::nanoTime), () -> targets("127.0.0.1"));
        assertThatThrownBy(() -> ProbeRun.once(probe))
                .isInstanceOf(NotPermitted.class)
                .hasMessage("sending pings is not permitted: run setcap cap_net_raw+ep on fping");
    }

    @Test
    void nobodyToPingIsNothingToMeasure() {
        assertThatThrownBy(() -> ProbeRun.once(new PingProbe(INSTALLED, List::of)))
                .isInstanceOf(NothingToMeasure.class);
    }

    @Test
    void refusesAddressesThatWouldBeOptions() {
        assertThatThrownBy(() -> new PingTarget("x", "-f/etc/shadow")).isInstanceOf(IllegalArgumentException.class);
    }
}
