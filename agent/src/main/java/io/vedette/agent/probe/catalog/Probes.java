package io.vedette.agent.probe.catalog;

import static io.vedette.agent.probe.ScheduledProbe.eachCycle;
import static io.vedette.agent.probe.ScheduledProbe.every;

import io.vedette.agent.probe.ScheduledProbe;
import io.vedette.agent.probe.ipmi.IpmiProbe;
import io.vedette.agent.probe.node.ArpProbe;
import io.vedette.agent.probe.node.CpuFrequencyProbe;
import io.vedette.agent.probe.node.CpuProbe;
import io.vedette.agent.probe.node.DiskProbe;
import io.vedette.agent.probe.node.FileDescriptorProbe;
import io.vedette.agent.probe.node.FilesystemProbe;
import io.vedette.agent.probe.node.HwmonProbe;
import io.vedette.agent.probe.node.LoadAverageProbe;
import io.vedette.agent.probe.node.MemoryProbe;
import io.vedette.agent.probe.node.NetworkDeviceProbe;
import io.vedette.agent.probe.node.NetworkProtocolProbe;
import io.vedette.agent.probe.node.NetworkTrafficProbe;
import io.vedette.agent.probe.node.PageSize;
import io.vedette.agent.probe.node.PressureProbe;
import io.vedette.agent.probe.node.SingleValueProbe;
import io.vedette.agent.probe.node.SocketProbe;
import io.vedette.agent.probe.node.StatProbe;
import io.vedette.agent.probe.node.TimeProbe;
import io.vedette.agent.probe.node.TimexProbe;
import io.vedette.agent.probe.node.UnameProbe;
import io.vedette.agent.probe.node.VmstatProbe;
import io.vedette.agent.probe.ping.PingProbe;
import io.vedette.agent.probe.smart.SmartProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All probes, in order. A new one gets its line here. */
public final class Probes {
    private Probes() {}

    /** New probes, each for one runner. */
    public static List<ScheduledProbe> all(ProbeContext context) {
        Path procfs = context.roots().procfs();
        Path sysfs = context.roots().sysfs();
        return List.of(
                eachCycle(new UnameProbe(procfs, context.architecture())),
                eachCycle(new TimeProbe(context.clock())),
                eachCycle(new CpuProbe(procfs)),
                eachCycle(new StatProbe(procfs)),
                eachCycle(new LoadAverageProbe(procfs)),
                eachCycle(new PressureProbe(procfs)),
                eachCycle(new MemoryProbe(procfs)),
                eachCycle(new VmstatProbe(procfs)),
                eachCycle(new DiskProbe(procfs)),
                eachCycle(new FilesystemProbe(context.roots())),
                eachCycle(new FileDescriptorProbe(procfs)),
                eachCycle(new NetworkTrafficProbe(procfs)),
                eachCycle(new NetworkDeviceProbe(sysfs)),
                eachCycle(new NetworkProtocolProbe(procfs)),
                eachCycle(new SocketProbe(procfs, PageSize.bytes(procfs))),
                eachCycle(new ArpProbe(procfs)),
                eachCycle(SingleValueProbe.conntrack(procfs)),
                eachCycle(SingleValueProbe.entropy(procfs)),
                eachCycle(new CpuFrequencyProbe(sysfs)),
                eachCycle(new HwmonProbe(sysfs)),
                eachCycle(new TimexProbe()),
                every(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(4),
                        new SmartProbe(context.commands(), context.nanoTime())),
                every(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        new IpmiProbe(
                                context.commands(),
                                context.roots().rootfs(),
                                context.ipmiTargets(),
                                context.nanoTime())),
                every(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        new PingProbe(context.commands(), context.pingTargets())));
    }
}
