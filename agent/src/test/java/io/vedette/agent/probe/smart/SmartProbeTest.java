package io.vedette.agent.probe.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.NotPermitted;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.ProbeRun;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.probe.Script;
import io.vedette.agent.probe.ToolMissing;
import io.vedette.agent.probe.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the probe against a program that answers as smartctl does. */
class SmartProbeTest {
    private static final String DISK = """
            {"smartctl": {"exit_status": 0},
             "device": {"name": "%1$s", "type": "sat", "protocol": "ATA"},
             "model_name": "TEST DISK", "serial_number": "S-%1$s",
             "smart_status": {"passed": true}, "temperature": {"current": 31}}
            """;
    private static final String ASLEEP = """
            {"smartctl": {"messages": [{"string": "Device is in STANDBY mode, exit(2)", "severity": "information"}],
             "exit_status": 2}, "device": {"name": "/dev/sda", "type": "sat", "protocol": "ATA"}}
            """;
    private static final String REFUSED = """
            {"smartctl": {"messages": [{"string": "Smartctl open device: /dev/sda failed: Permission denied",
             "severity": "error"}], "exit_status": 2}}
            """;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private SmartProbe probe() {
        return new SmartProbe(new Commands(List.of(folder, Path.of("/bin")), System::nanoTime), nanos::get);
    }

    /** Lists these devices, and answers for each with the file of its name's last part. */
    private void install(String... devices) throws IOException {
        StringBuilder list = new StringBuilder();
        for (String device : devices) {
            list.append(list.length() == 0 ? "" : ",")
                    .append("{\"name\": \"/dev/")
                    .append(device)
                    .append("\", \"type\": \"sat\"}");
        }
        answer(
                "scan",
                "{\"json_format_version\": [1, 0], \"smartctl\": {\"version\": [7, 3], \"exit_status\": 0}, \"devices\": ["
                        + list + "]}");
        Script.write(
                folder,
                "smartctl",
                "for last; do :; done\n"
                        + "case $2 in --scan-open) exec cat " + folder + "/scan.json;; esac\n"
                        + "echo \"$*\" >> " + folder + "/calls\n"
                        + "exec cat " + folder + "/${last##*/}.json");
    }

    private void answer(String device, String json) throws IOException {
        Files.writeString(folder.resolve(device + ".json"), json);
    }

    @Test
    void readsEachDiskAndNeverWakesOne() throws Exception {
        install("sda", "sdb");
        answer("sda", DISK.formatted("/dev/sda"));
        answer("sdb", DISK.formatted("/dev/sdb"));
        Map<String, Double> seen = ProbeRun.exposition(probe()).values();
        assertThat(seen)
                .containsEntry("smartctl_devices", 2.0)
                .containsEntry("smartctl_device_smart_status{device=/dev/sdb}", 1.0)
                .containsEntry("vedette_smart_asleep{device=/dev/sda}", 0.0)
                .containsEntry(
                        "smartctl_version{build_info=, json_format_version=1.0, smartctl_version=7.3, svn_revision=}",
                        1.0);
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .containsExactly("--json=c -n standby -x -d sat /dev/sda", "--json=c -n standby -x -d sat /dev/sdb");
    }

    @Test
    void repeatsWhatItLastReadOfASleepingDiskWithItsAge() throws Exception {
        install("sda");
        answer("sda", DISK.formatted("/dev/sda"));
        SmartProbe probe = probe();
        ProbeRun.once(probe);
        answer("sda", ASLEEP);
        nanos.addAndGet(300_000_000_000L);
        assertThat(ProbeRun.exposition(probe).values())
                .containsEntry("smartctl_device_temperature{device=/dev/sda, temperature_type=current}", 31.0)
                .containsEntry("vedette_smart_asleep{device=/dev/sda}", 1.0)
                .containsEntry("vedette_smart_age_seconds{device=/dev/sda}", 300.0);
    }

    @Test
    void aDiskThatSleptFromTheStartIsOnlySaidToSleep() throws Exception {
        install("sda");
        answer("sda", ASLEEP);
        Map<String, Double> seen = ProbeRun.exposition(probe()).values();
        assertThat(seen).containsEntry("vedette_smart_asleep{device=/dev/sda}", 1.0);
        assertThat(seen.keySet()).noneMatch(series -> series.startsWith("smartctl_device_"));
    }

    @Test
    void saysWhatToGrantAndStillReadsTheOtherDisks() throws Exception {
        install("sda", "sdb", "sdc");
        answer("sda", REFUSED);
        answer("sdb", "not JSON");
        answer("sdc", DISK.formatted("/dev/sdc"));
        Samples samples = new Samples(Map.of());
        assertThatThrownBy(() -> ProbeRun.once(probe(), samples))
                .isInstanceOf(NotPermitted.class)
                .hasMessageStartingWith("reading /dev/sda is not permitted: run the agent as root, or");
        Exposition seen = Exposition.of(ProbeRun.kept(samples));
        assertThat(seen.values())
                .containsEntry("smartctl_device_smart_status{device=/dev/sdc}", 1.0)
                .containsEntry("smartctl_device_smartctl_exit_status{device=/dev/sda}", 2.0);
    }

    @Test
    void noDisksIsNothingToMeasure() throws Exception {
        install();
        assertThatThrownBy(() -> ProbeRun.once(probe()))
                .isInstanceOf(NothingToMeasure.class)
                .hasMessage("smartctl finds no disks on this machine");
    }

    @Test
    void saysWhatToInstall() {
        assertThatThrownBy(() -> ProbeRun.once(probe()))
                .isInstanceOf(ToolMissing.class)
                .hasMessage("smartctl is not installed: apt install smartmontools");
    }

    @Test
    void saysThatAnOldVersionIsTooOld() throws Exception {
        Script.write(folder, "smartctl", "echo 'unrecognized option --json=c' >&2; exit 1");
        assertThatThrownBy(() -> ProbeRun.once(probe()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 7.0 or newer is needed");
    }
}
