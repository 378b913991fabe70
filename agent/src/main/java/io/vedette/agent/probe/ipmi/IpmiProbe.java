package io.vedette.agent.probe.ipmi;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.NotPermitted;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.probe.ToolMissing;
import io.vedette.agent.probe.command.Command;
import io.vedette.agent.probe.command.CommandResult;
import io.vedette.agent.probe.command.Commands;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sensors and chassis of this machine's management controller and of those configured. Each is asked by one command at
 * a time: BMCs are slow and easily confused.
 */
public final class IpmiProbe implements Probe {
    private static final Family UP = Family.gauge(
            "ipmi_up", "'1' if a scrape of the IPMI device was successful, '0' otherwise.", "collector", "target");
    private static final Family DURATION = Family.gauge(
            "ipmi_scrape_duration_seconds", "Returns how long the scrape took to complete in seconds.", "target");
    private static final Family POWER_STATE =
            Family.gauge("ipmi_chassis_power_state", "Current power state (1=on, 0=off).", "target");
    private static final Family DRIVE_FAULT =
            Family.gauge("ipmi_chassis_drive_fault_state", "Current drive fault state (1=false, 0=true).", "target");
    private static final Family COOLING_FAULT = Family.gauge(
            "ipmi_chassis_cooling_fault_state", "Current Cooling/Fan fault state (1=false, 0=true).", "target");

    private static final String TOOL = "ipmitool";
    private static final String GRANT = "let the agent's user read and write /dev/ipmi0, by a udev rule for example";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Commands commands;
    private final Path devices;
    private final List<IpmiTarget> targets;
    private final LongSupplier nanoTime;

    /**
     * @param rootfs root of the node's file systems, where the device of its own BMC is looked for
     * @param targets BMCs asked over the network
     * @param nanoTime elapsed time, as {@link System#nanoTime}
     */
    public IpmiProbe(Commands commands, Path rootfs, List<IpmiTarget> targets, LongSupplier nanoTime) {
        this.commands = commands;
        this.devices = rootfs.resolve("dev");
        this.targets = List.copyOf(targets);
        this.nanoTime = nanoTime;
    }

    @Override
    public String name() {
        return "ipmi";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        boolean local = Stream.of("ipmi0", "ipmi/0", "ipmidev/0").anyMatch(name -> Files.exists(devices.resolve(name)));
        if (!local && targets.isEmpty()) {
            throw new NothingToMeasure("this machine has no /dev/ipmi0, and no BMC is configured");
        }
        IOException failure = null;
        List<Optional<IpmiTarget>> all = new ArrayList<>();
        if (local) {
            all.add(Optional.empty());
        }
        targets.forEach(target -> all.add(Optional.of(target)));
        for (Optional<IpmiTarget> target : all) {
            failure = first(failure, collect(target, out));
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException first(@Nullable IOException before, @Nullable IOException now) {
        return before != null ? before : now;
    }

    /** Asks one BMC; what goes wrong is returned, as the others are asked all the same. */
    private @Nullable IOException collect(Optional<IpmiTarget> target, Samples out)
            throws InterruptedIOException, ToolMissing {
        String label = target.map(IpmiTarget::name).orElse("");
        long began = nanoTime.getAsLong();
        IOException failure = null;
        try {
            sensors(target, label, out);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            failure = e;
        }
        out.add(UP, failure == null ? 1 : 0, "ipmi", label);
        if (failure == null) {
            failure = chassis(target, label, out);
            out.add(UP, failure == null ? 1 : 0, "chassis", label);
        }
        out.add(DURATION, (nanoTime.getAsLong() - began) / 1e9, label);
        return failure;
    }

    private void sensors(Optional<IpmiTarget> target, String label, Samples out) throws IOException, ToolMissing {
        // Verbose, for the entity and the type of each sensor.
        CommandResult result = run(target, "-c", "-v", "sdr");
        List<Sensor> sensors = Sensor.parse(result.output());
        if (sensors.isEmpty()) {
            throw failure(target, result);
        }
        sensors.forEach(sensor -> SensorSamples.add(sensor, label, out));
    }

    private @Nullable IOException chassis(Optional<IpmiTarget> target, String label, Samples out)
            throws InterruptedIOException, ToolMissing {
        try {
            CommandResult result = run(target, "chassis", "status");
            Chassis chassis = Chassis.parse(result.output());
            chassis.powerOn().ifPresent(on -> out.add(POWER_STATE, on ? 1 : 0, label));
            // ipmi_exporter shows 1 where there is no fault, and so must we.
            chassis.driveFault().ifPresent(fault -> out.add(DRIVE_FAULT, fault ? 0 : 1, label));
            chassis.coolingFault().ifPresent(fault -> out.add(COOLING_FAULT, fault ? 0 : 1, label));
            return chassis.powerOn().isPresent() ? null : failure(target, result);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return e;
        }
    }

    private CommandResult run(Optional<IpmiTarget> target, String... action) throws IOException, ToolMissing {
        List<String> arguments = new ArrayList<>();
        if (target.isPresent()) {
            // Cipher suite 3, as newer ones are not spoken by every BMC and guessing takes ten seconds; twice two
            // tries.
            arguments.addAll(List.of("-I", "lanplus", "-C", "3", "-L", "USER", "-N", "2", "-R", "2", "-E"));
            arguments.addAll(List.of(
                    "-H",
                    target.get().host(),
                    "-p",
                    Integer.toString(target.get().port())));
            arguments.addAll(List.of("-U", target.get().user()));
        }
        arguments.addAll(List.of(action));
        Command command = Command.of(TOOL, TOOL, DEADLINE, arguments);
        return commands.run(
                target.isPresent() ? command.with("IPMI_PASSWORD", target.get().password()) : command);
    }

    private static IOException failure(Optional<IpmiTarget> target, CommandResult result) {
        String complaint = result.complaint();
        if (target.isEmpty() && complaint.contains("Permission denied")) {
            return new NotPermitted("opening /dev/ipmi0", GRANT);
        }
        String who = target.map(IpmiTarget::toString).orElse("this machine's BMC");
        return new IOException("ipmitool and " + who + ": " + complaint);
    }
}
