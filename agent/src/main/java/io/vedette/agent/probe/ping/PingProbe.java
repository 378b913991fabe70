package io.vedette.agent.probe.ping;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.HistogramFamily;
import io.vedette.agent.probe.NotPermitted;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.probe.command.Command;
import io.vedette.agent.probe.command.CommandResult;
import io.vedette.agent.probe.command.Commands;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Round trip, jitter and loss to all targets, by one {@code fping} for all of them. */
public final class PingProbe implements Probe {
    private static final Family REQUESTS =
            Family.counter("smokeping_requests_total", "Number of ping requests sent", "host", "ip", "source");
    private static final HistogramFamily RESPONSES = HistogramFamily.of(
            "smokeping_response_duration_seconds",
            "A histogram of latencies for ping responses.",
            PingTotals.BOUNDS,
            "host",
            "ip",
            "source");
    private static final Family ROUND_TRIP =
            gauge("vedette_ping_rtt_seconds", "Mean round trip of the last requests that were answered.");
    private static final Family JITTER =
            gauge("vedette_ping_jitter_seconds", "Mean difference between the last consecutive round trips.");
    private static final Family LOSS =
            gauge("vedette_ping_loss_ratio", "Share of the last requests that were not answered in time.");
    private static final Family UNRESOLVED =
            Family.gauge("vedette_ping_unresolved", "Whether the target's name has no address (1).", "target");
    private static final Family LEFT_OUT =
            Family.gauge("vedette_ping_targets_left_out", "Targets that are not pinged because there are too many.");

    private static final String TOOL = "fping";
    private static final String GRANT = "run setcap cap_net_raw+ep on fping";
    private static final String REQUESTS_IN_A_RUN = "5";
    private static final String PERIOD_MILLIS = "1000";
    private static final Duration DEADLINE = Duration.ofSeconds(25);

    /** fping's exit status when a system call was refused: it was not allowed to open its socket. */
    private static final int REFUSED = 4;

    /** What each address costs in series forbids pinging everybody in a large cluster. */
    private static final int MAX_ADDRESSES = 128;

    private final Commands commands;
    private final PingTargets targets;
    private final Map<Address, PingTotals> totals = new HashMap<>();

    /** One address of a target, without a zone. */
    private record Address(String target, String ip, String family) {}

    public PingProbe(Commands commands, PingTargets targets) {
        this.commands = commands;
        this.targets = targets;
    }

    private static Family gauge(String name, String help) {
        return Family.gauge(name, help, "target", "ip", "family");
    }

    @Override
    public String name() {
        return "ping";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        List<PingTarget> wanted = targets.current();
        if (wanted.isEmpty()) {
            throw new NothingToMeasure("there is nobody to ping");
        }
        List<Address> addresses = resolve(wanted, out);
        List<Address> pinged = addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES));
        out.add(LEFT_OUT, addresses.size() - pinged.size());
        totals.keySet().retainAll(pinged);
        if (!pinged.isEmpty()) {
            Map<String, List<OptionalDouble>> roundTrips = ping(pinged);
            for (Address address : pinged) {
                report(address, roundTrips.getOrDefault(address.ip(), List.of()), out);
            }
        }
    }

    /** The first address of each family of each target, no address of a target twice. */
    private static List<Address> resolve(List<PingTarget> wanted, Samples out) {
        Set<Address> found = new LinkedHashSet<>();
        for (PingTarget target : wanted) {
            try {
                Map<String, Address> byFamily = new LinkedHashMap<>();
                for (InetAddress address : InetAddress.getAllByName(target.address())) {
                    String family = address instanceof Inet4Address ? "ipv4" : "ipv6";
                    byFamily.putIfAbsent(family, new Address(target.name(), compressed(address), family));
                }
                found.addAll(byFamily.values());
                out.add(UNRESOLVED, 0, target.name());
            } catch (UnknownHostException e) {
                out.add(UNRESOLVED, 1, target.name());
            }
        }
        return new ArrayList<>(found);
    }

    private static String compressed(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : Ipv6Text.of(address.getAddress());
    }

    private Map<String, List<OptionalDouble>> ping(List<Address> addresses) throws IOException, NothingToMeasure {
        List<String> arguments = new ArrayList<>(
                List.of("-q", "-C", REQUESTS_IN_A_RUN, "-p", PERIOD_MILLIS, "-t", PERIOD_MILLIS, "-i", "1"));
        addresses.stream().map(Address::ip).distinct().forEach(arguments::add);
        CommandResult result = commands.run(Command.of(TOOL, TOOL, DEADLINE, arguments));
        // The results of -q are on standard error.
        Map<String, List<OptionalDouble>> roundTrips = FpingOutput.parse(result.errors());
        if (roundTrips.isEmpty()) {
            throw result.exitStatus() == REFUSED
                    ? new NotPermitted("sending pings", GRANT)
                    : new IOException("fping measured nothing: " + result.complaint());
        }
        return roundTrips;
    }

    private void report(Address address, List<OptionalDouble> roundTrips, Samples out) {
        if (roundTrips.isEmpty()) {
            return;
        }
        PingTotals total = totals.computeIfAbsent(address, key -> new PingTotals());
        total.add(roundTrips);
        out.add(REQUESTS, total.requests(), address.target(), address.ip(), "");
        out.histogram(RESPONSES, total.buckets(), total.sumSeconds(), address.target(), address.ip(), "");
        out.add(LOSS, total.lossRatio(), address.target(), address.ip(), address.family());
        if (total.meanSeconds().isPresent()) {
            out.add(ROUND_TRIP, total.meanSeconds().getAsDouble(), address.target(), address.ip(), address.family());
        }
        if (total.jitterSeconds().isPresent()) {
            out.add(JITTER, total.jitterSeconds().getAsDouble(), address.target(), address.ip(), address.family());
        }
    }
}
