package io.vedette.agent.probe.smart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Health of all disks that {@code smartctl --scan-open} finds, also those behind RAID controllers. A disk that sleeps
 * is left asleep: what was last read from it is repeated, with its age.
 */
public final class SmartProbe implements Probe {
    private static final Family VERSION = Family.gauge(
            "smartctl_version",
            "smartctl version",
            "json_format_version",
            "smartctl_version",
            "svn_revision",
            "build_info");
    private static final Family DEVICES =
            Family.gauge("smartctl_devices", "Number of devices configured or dynamically discovered");
    private static final Family ASLEEP =
            Family.gauge("vedette_smart_asleep", "Whether the disk sleeps and was left asleep (1).", "device");
    private static final Family AGE =
            Family.gauge("vedette_smart_age_seconds", "Time since the disk was last read.", "device");

    private static final String TOOL = "smartctl";
    private static final String PACKAGE = "smartmontools";
    private static final String GRANT = "run the agent as root, or add its user to the group disk and run setcap"
            + " cap_sys_rawio,cap_sys_admin+ep on smartctl";
    private static final Duration DISK_DEADLINE = Duration.ofSeconds(30);
    private static final int MAX_DISKS = 1024;

    private final Commands commands;
    private final LongSupplier nanoTime;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Kept> lastReadings = new HashMap<>();

    private record Kept(Reading reading, long readNanos) {}

    /** @param nanoTime elapsed time, as {@link System#nanoTime} */
    public SmartProbe(Commands commands, LongSupplier nanoTime) {
        this.commands = commands;
        this.nanoTime = nanoTime;
    }

    @Override
    public String name() {
        return "smart";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        List<SmartDevice> devices = scan(out);
        if (devices.isEmpty()) {
            throw new NothingToMeasure("smartctl finds no disks on this machine");
        }
        out.add(DEVICES, devices.size());
        Set<String> labels = devices.stream().map(SmartDevice::label).collect(Collectors.toSet());
        lastReadings.keySet().retainAll(labels);
        IOException failure = null;
        for (SmartDevice device : devices) {
            try {
                collect(device, out);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failure = worse(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** One disk that cannot be read does not hide the others; a lack of rights is what to hear of first. */
    private static IOException worse(@Nullable IOException before, IOException now) {
        return before == null || !(before instanceof NotPermitted) && now instanceof NotPermitted ? now : before;
    }

    private List<SmartDevice> scan(Samples out) throws IOException, ToolMissing {
        JsonNode answer = run("--json=c", "--scan-open");
        version(answer.path("smartctl"), answer.path("json_format_version"), out);
        List<SmartDevice> devices = new ArrayList<>();
        for (JsonNode device : answer.path("devices")) {
            if (devices.size() < MAX_DISKS && !device.path("name").asText().isEmpty()) {
                devices.add(SmartDevice.of(device));
            }
        }
        return devices;
    }

    private static void version(JsonNode smartctl, JsonNode format, Samples out) {
        out.add(
                VERSION,
                1,
                dotted(format),
                dotted(smartctl.path("version")),
                smartctl.path("svn_revision").asText(),
                smartctl.path("build_info").asText());
    }

    private static String dotted(JsonNode numbers) {
        List<String> parts = new ArrayList<>();
        numbers.forEach(number -> parts.add(number.asText()));
        return String.join(".", parts);
    }

    private void collect(SmartDevice device, Samples out) throws IOException, ToolMissing {
        if (!device.openError().isEmpty()) {
            throw unreadable(device, device.openError());
        }
        JsonNode report = run("--json=c", "-n", "standby", "-x", "-d", device.type(), device.name());
        if (SmartReport.isAsleep(report)) {
            repeat(device, out);
            return;
        }
        Reading reading = new Reading(device.label());
        SmartReport.parse(report, reading);
        reading.addTo(out);
        if (!report.has("smart_status") && !SmartReport.error(report).isEmpty()) {
            throw unreadable(device, SmartReport.error(report));
        }
        lastReadings.put(device.label(), new Kept(reading, nanoTime.getAsLong()));
        out.add(ASLEEP, 0, device.label());
        out.add(AGE, 0, device.label());
    }

    private void repeat(SmartDevice device, Samples out) {
        out.add(ASLEEP, 1, device.label());
        Kept kept = lastReadings.get(device.label());
        if (kept != null) {
            kept.reading().addTo(out);
            out.add(AGE, (nanoTime.getAsLong() - kept.readNanos()) / 1e9, device.label());
        }
    }

    private static IOException unreadable(SmartDevice device, String error) {
        boolean refused = error.contains("Permission denied") || error.contains("Operation not permitted");
        return refused
                ? new NotPermitted("reading " + device.name(), GRANT)
                : new IOException(device.name() + ": " + error);
    }

    private JsonNode run(String... arguments) throws IOException, ToolMissing {
        CommandResult result = commands.run(Command.of(TOOL, PACKAGE, DISK_DEADLINE, List.of(arguments)));
        try {
            JsonNode answer = json.readTree(result.output());
            if (!answer.isObject()) {
                throw new IOException(
                        "smartctl gave no JSON (" + result.complaint() + "); version 7.0 or newer is needed");
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new IOException("smartctl gave broken JSON: " + e.getOriginalMessage(), e);
        }
    }
}
