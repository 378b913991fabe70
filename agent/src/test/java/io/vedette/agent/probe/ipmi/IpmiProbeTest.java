package io.vedette.agent.probe.ipmi;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the probe against a program that answers as ipmitool does. */
class IpmiProbeTest {
    @TempDir
    private Path folder;

    private IpmiProbe probe(IpmiTarget... targets) throws Exception {
        return new IpmiProbe(
                new Commands(List.of(folder), System::nanoTime), folder, List.of(targets), System::nanoTime);
    }

    private void ownBmc() throws Exception {
        Files.createDirectories(folder.resolve("dev"));
        Files.writeString(folder.resolve("dev/ipmi0"), "");
    }

    @Test
    void asksTheMachinesOwnBmcWithoutLogin() throws Exception {
        ownBmc();
        Script.write(
                folder,
                "ipmitool",
                "echo \"$*\" >> " + folder
                        + "/calls; case $1 in -c) echo 'Temp,41,degrees C,ok,3.1,Processor,Temperature';;"
                        + " *) echo 'System Power         : on'; echo 'Drive Fault          : true';; esac");
        assertThat(ProbeRun.exposition(probe()).values())
                .containsEntry("ipmi_temperature_celsius{id=3.1, name=Temp, target=}", 41.0)
                .containsEntry("ipmi_chassis_power_state{target=}", 1.0)
                .containsEntry("ipmi_chassis_drive_fault_state{target=}", 0.0);
        assertThat(Files.readAllLines(folder.resolve("calls"))).containsExactly("-c -v sdr", "chassis status");
    }

    @Test
    void givesThePasswordThroughTheEnvironmentOnly() throws Exception {
        Script.write(
                folder,
                "ipmitool",
                "echo \"$IPMI_PASSWORD / $*\" >> " + folder
                        + "/calls; echo 'Temp,41,degrees C,ok'; echo 'System Power : on'");
        ProbeRun.once(probe(new IpmiTarget("bmc1", "10.0.0.9", 623, "watcher", "hush")));
        assertThat(Files.readAllLines(folder.resolve("calls")).get(0))
                .isEqualTo("hush / -I lanplus -C 3 -L USER -N 2 -R 2 -E -H 10.0.0.9 -p 623 -U watcher -c -v sdr");
    }

    @Test
    void oneSilentBmcDoesNotHideTheOthers() throws Exception {
        Script.write(
                folder,
                "ipmitool",
                "case \"$*\" in *10.0.0.1*) echo 'Error: Unable to establish IPMI v2 / RMCP+ session' >&2; exit 1;; esac;"
                        + " echo 'Temp,41,degrees C,ok'; echo 'System Power : on'");
        Samples samples = new Samples(Map.of());
        IpmiProbe probe = probe(
                new IpmiTarget("silent", "10.0.0.1", 623, "u", "p"), new IpmiTarget("good", "10.0.0.2", 623, "u", "p"));
        assertThatThrownBy(() -> ProbeRun.once(probe, samples))
                .hasMessage("ipmitool and silent (u@10.0.0.1:623): Error: Unable to establish IPMI v2 / RMCP+ session");
        assertThat(Exposition.of(ProbeRun.kept(samples)).values())
                .containsEntry("ipmi_up{collector=ipmi, target=silent}", 0.0)
                .containsEntry("ipmi_up{collector=ipmi, target=good}", 1.0)
                .containsEntry("ipmi_temperature_celsius{id=, name=Temp, target=good}", 41.0);
    }

    @Test
    void saysWhatToGrant() throws Exception {
        ownBmc();
        Script.write(
                folder,
                "ipmitool",
                "echo 'Could not open device at /dev/ipmi0 or /dev/ipmi/0 or /dev/ipmidev/0: Permission denied' >&2; exit 1");
        assertThatThrownBy(() -> ProbeRun.once(probe()))
                .isInstanceOf(NotPermitted.class)
                .hasMessageContaining("let the agent's user read and write /dev/ipmi0");
    }

    @Test
    void aMachineWithoutBmcHasNothingToMeasureAndNeedsNoTool() {
        assertThatThrownBy(() -> ProbeRun.once(probe()))
                .isInstanceOf(NothingToMeasure.class)
                .isNotInstanceOf(ToolMissing.class);
    }
}
