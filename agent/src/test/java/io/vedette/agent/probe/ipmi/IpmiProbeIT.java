package io.vedette.agent.probe.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.ProbeRun;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.probe.command.Commands;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks OpenIPMI's simulator of a BMC over RMCP+, by the real ipmitool. */
class IpmiProbeIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Commands COMMANDS = Commands.onPath(System.getenv("PATH"), System::nanoTime);

    /** A temperature sensor that reads a file: upper thresholds 70, 80, 90; and its record in the repository. */
    private static final String EMULATION = """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            sel_enable 0x20 1000 0x0a
            sensor_add 0x20 0 1 0x01 0x01 poll 200 file "temperature"
            sensor_set_threshold 0x20 0 1 settable 111000 90 80 70 0 0 0
            sensor_set_event_support 0x20 0 1 enable scanning per-state 000111111000000 000111111000000 \
            000111111000000 000111111000000
            main_sdr_add 0x20 0x00 0x00 0x51 0x01 0x33 \
            0x20 0x00 0x01 0x03 0x01 0x67 0x88 0x01 0x01 0xc0 0x7f 0xc0 0x7f 0x38 0x38 0x00 0x01 0x00 0x00 0x01 0x00 \
            0x00 0x00 0x00 0x00 0x07 0x19 0x46 0x00 0xff 0x00 0x5a 0x50 0x46 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 \
            0xc8 0x43 0x50 0x55 0x20 0x54 0x65 0x6d 0x70
            mc_enable 0x20
            """;

    @TempDir
    private Path folder;

    private @Nullable Process simulator;
    private int port;

    @BeforeEach
    void startSimulator() throws IOException {
        boolean installed = isInstalled("ipmi_sim") && isInstalled("ipmitool");
        Assumptions.assumeTrue(
                installed, "SKIPPED: IPMI is not tested, as ipmi_sim is absent: apt install openipmi ipmitool");
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("emulation"), EMULATION);
        Files.writeString(folder.resolve("lan.conf"), """
                name "test"
                set_working_mc 0x20
                  startlan 1
                    addr 127.0.0.1 %d
                    priv_limit admin
                    allowed_auths_user none md2 md5 straight
                    allowed_auths_admin none md2 md5 straight
                    guid a123456789abcdefa123456789abcdef
                  endlan
                  user 2 true "watcher" "secret" user 10 none md2 md5 straight
                """.formatted(port));
        heat(35);
        simulator = new ProcessBuilder("ipmi_sim", "-n", "-c", "lan.conf", "-f", "emulation", "-s", "state")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @AfterEach
    void stopSimulator() throws InterruptedException {
        if (simulator != null) {
            simulator.destroyForcibly().waitFor();
        }
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private void heat(int celsius) throws IOException {
        Files.writeString(folder.resolve("temperature"), celsius + "\n");
    }

    private IpmiProbe probe(String password) {
        return new IpmiProbe(
                COMMANDS,
                folder,
                List.of(new IpmiTarget("rack1", "127.0.0.1", port, "watcher", password)),
                System::nanoTime);
    }

    private static Map<String, Double> ask(IpmiProbe probe) {
        Samples samples = new Samples(Map.of());
        try {
            return Exposition.of(ProbeRun.once(probe, samples)).values();
        } catch (Exception e) {
            return Map.of();
        }
    }

    @Test
    void readsSensorsAndChassisAndSeesTheProcessorGetTooHot() throws IOException {
        IpmiProbe probe = probe("secret");
        String cpu = "{id=3.1, name=CPU Temp, target=rack1}";
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(ask(probe))
                        .containsEntry("ipmi_temperature_celsius" + cpu, 35.0)
                        .containsEntry("ipmi_temperature_state" + cpu, 0.0)
                        .containsEntry("ipmi_up{collector=ipmi, target=rack1}", 1.0)
                        .containsEntry("ipmi_up{collector=chassis, target=rack1}", 1.0)
                        .containsEntry("ipmi_chassis_power_state{target=rack1}", 0.0)
                        .containsEntry("ipmi_chassis_drive_fault_state{target=rack1}", 1.0)
                        .containsEntry("ipmi_chassis_cooling_fault_state{target=rack1}", 1.0)
                        .containsKey("ipmi_scrape_duration_seconds{target=rack1}"));
        heat(75);
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(ask(probe))
                        .containsEntry("ipmi_temperature_celsius" + cpu, 75.0)
                        .containsEntry("ipmi_temperature_state" + cpu, 1.0));
        heat(97);
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(ask(probe))
                        .containsEntry("ipmi_temperature_celsius" + cpu, 97.0)
                        .containsEntry("ipmi_temperature_state" + cpu, 2.0));
    }

    @Test
    void aWrongPasswordIsAnErrorThatDoesNotShowIt() {
        Samples samples = new Samples(Map.of());
        assertThatThrownBy(() -> ProbeRun.once(probe("wrong-one"), samples))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("ipmitool and rack1 (watcher@127.0.0.1:" + port + "): ")
                .hasMessageContaining("Unable to establish")
                .hasMessageNotContaining("wrong-one");
        assertThat(Exposition.of(ProbeRun.kept(samples)).values())
                .containsEntry("ipmi_up{collector=ipmi, target=rack1}", 0.0);
    }
}
