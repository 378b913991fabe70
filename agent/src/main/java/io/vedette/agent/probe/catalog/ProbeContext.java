package io.vedette.agent.probe.catalog;

import io.vedette.agent.probe.command.Commands;
import io.vedette.agent.probe.ipmi.IpmiTarget;
import io.vedette.agent.probe.node.Roots;
import io.vedette.agent.probe.ping.PingTargets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What probes are made of.
 *
 * @param roots where the node's file systems are seen
 * @param architecture the system property {@code os.arch}
 * @param commands runs other programs
 * @param pingTargets whom to ping
 * @param ipmiTargets management controllers besides the node's own
 * @param clock wall time
 * @param nanoTime elapsed time, as {@link System#nanoTime}
 */
public record ProbeContext(
        Roots roots,
        String architecture,
        Commands commands,
        PingTargets pingTargets,
        List<IpmiTarget> ipmiTargets,
        InstantSource clock,
        LongSupplier nanoTime) {
    public ProbeContext {
        ipmiTargets = List.copyOf(ipmiTargets);
    }
}
