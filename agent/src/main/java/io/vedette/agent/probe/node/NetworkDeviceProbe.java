package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/** State of each network interface from {@code /sys/class/net}. */
public final class NetworkDeviceProbe implements Probe {
    private static final Family UP =
            Family.gauge("node_network_up", "Value is 1 if operstate is 'up', 0 otherwise.", "device");
    private static final Family INFO = Family.gauge(
            "node_network_info",
            "Non-numeric data from /sys/class/net/<iface>, value is always 1.",
            "address",
            "adminstate",
            "broadcast",
            "device",
            "duplex",
            "ifalias",
            "operstate");
    private static final Family SPEED = property("speed_bytes");
    private static final Family NO_HANDLER = Family.counter(
            "node_network_receive_nohandler_total", "Network device statistic receive_nohandler.", "device");

    private static final List<Attribute> ATTRIBUTES = List.of(
            new Attribute("addr_assign_type", property("address_assign_type")),
            new Attribute("carrier", property("carrier")),
            new Attribute("carrier_changes", total("carrier_changes_total")),
            new Attribute("carrier_up_count", total("carrier_up_changes_total")),
            new Attribute("carrier_down_count", total("carrier_down_changes_total")),
            new Attribute("dev_id", property("device_id")),
            new Attribute("dormant", property("dormant")),
            new Attribute("flags", property("flags")),
            new Attribute("ifindex", property("iface_id")),
            new Attribute("iflink", property("iface_link")),
            new Attribute("link_mode", property("iface_link_mode")),
            new Attribute("mtu", property("mtu_bytes")),
            new Attribute("name_assign_type", property("name_assign_type")),
            new Attribute("netdev_group", property("net_dev_group")),
            new Attribute("tx_queue_len", property("transmit_queue_length")),
            new Attribute("type", property("protocol_type")),
            new Attribute("statistics/rx_nohandler", NO_HANDLER));

    private static final double BYTES_PER_MEGABIT = 1_000_000 / 8.0;

    /** Bit of the interface's flags that says that it was switched on: {@code IFF_UP} of linux/if.h. */
    private static final long SWITCHED_ON = 1;

    private final Path devices;
    private final SysFile files = new SysFile();

    private record Attribute(String file, Family family) {}

    /** @param sysfs root of the node's {@code /sys} */
    public NetworkDeviceProbe(Path sysfs) {
        devices = sysfs.resolve("class/net");
    }

    private static Family property(String name) {
        return Family.gauge("node_network_" + name, "Network device property: " + name, "device");
    }

    private static Family total(String name) {
        return Family.counter("node_network_" + name, "Network device property: " + name, "device");
    }

    @Override
    public String name() {
        return "netclass";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        if (!Files.isDirectory(devices)) {
            throw new NothingToMeasure(devices + " is absent");
        }
        for (Path device : children(devices)) {
            // Among the interfaces lies a plain file of the bonding driver.
            if (Files.isDirectory(device)) {
                collect(device, device.getFileName().toString(), out);
            }
        }
    }

    /** The entries of a folder in order, so that samples come in the same order each time. */
    static List<Path> children(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }

    private void collect(Path device, String name, Samples out) {
        for (Attribute attribute : ATTRIBUTES) {
            OptionalDouble value = files.number(device.resolve(attribute.file()));
            if (value.isPresent()) {
                out.add(attribute.family(), value.getAsDouble(), name);
            }
        }
        OptionalDouble megabits = files.number(device.resolve("speed"));
        if (megabits.isPresent() && megabits.getAsDouble() >= 0) {
            out.add(SPEED, megabits.getAsDouble() * BYTES_PER_MEGABIT, name);
        }
        String state = text(device, "operstate");
        boolean switchedOn = ((long) files.number(device.resolve("flags")).orElse(0) & SWITCHED_ON) != 0;
        out.add(UP, state.equals("up") ? 1 : 0, name);
        out.add(
                INFO,
                1,
                text(device, "address"),
                switchedOn ? "up" : "down",
                text(device, "broadcast"),
                name,
                text(device, "duplex"),
                text(device, "ifalias"),
                state);
    }

    private String text(Path device, String file) {
        return files.text(device.resolve(file)).orElse("");
    }
}
