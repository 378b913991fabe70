package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Temperatures, fans, voltages and the rest of the sensors in {@code /sys/class/hwmon}. What the files mean is in the
 * kernel's {@code Documentation/hwmon/sysfs-interface.rst}; what they become is in {@link HwmonElement}.
 */
public final class HwmonProbe implements Probe {
    private static final Family CHIP_NAMES = Family.gauge(
            "node_hwmon_chip_names", "Annotation metric for human-readable chip names", "chip", "chip_name");
    private static final Family SENSOR_LABEL =
            Family.gauge("node_hwmon_sensor_label", "Label for given chip and sensor", "chip", "label", "sensor");
    private static final Family FREQUENCY =
            Family.gauge("node_hwmon_freq_freq_mhz", "Hardware monitor for GPU frequency in MHz", "chip", "sensor");
    private static final double HERTZ_PER_MEGAHERTZ = 1e6;

    private final Path chips;
    private final SysFile files = new SysFile();
    private final Map<HwmonElement.Key, HwmonElement> elements = new HashMap<>();

    /** A chip's folder with the name it gets and the name it gives itself. */
    private record Chip(Path folder, String name, Optional<String> readableName) {}

    /** @param sysfs root of the node's {@code /sys} */
    public HwmonProbe(Path sysfs) {
        chips = sysfs.resolve("class/hwmon");
    }

    @Override
    public String name() {
        return "hwmon";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        List<Chip> found = Files.isDirectory(chips) ? chips() : List.of();
        if (found.isEmpty()) {
            throw new NothingToMeasure("there are no sensor chips in " + chips);
        }
        for (Chip chip : found) {
            if (chip.readableName().isPresent()) {
                out.add(CHIP_NAMES, 1, chip.name(), chip.readableName().get());
            }
            for (Map.Entry<String, Map<String, String>> sensor :
                    sensors(chip.folder()).entrySet()) {
                collect(chip.name(), sensor.getKey(), sensor.getValue(), out);
            }
        }
    }

    private List<Chip> chips() throws IOException {
        List<Chip> found = new ArrayList<>();
        Map<String, Integer> uses = new HashMap<>();
        for (Path folder : NetworkDeviceProbe.children(chips)) {
            if (Files.isDirectory(folder)) {
                Optional<String> readable = files.text(folder.resolve("name"))
                        .map(HwmonProbe::clean)
                        .filter(name -> !name.isEmpty());
                Chip chip = new Chip(folder, chipName(folder, readable), readable);
                found.add(chip);
                uses.merge(chip.name(), 1, Integer::sum);
            }
        }
        // Two chips of one device are told apart by the names they give themselves.
        found.replaceAll(chip -> uses.getOrDefault(chip.name(), 0) > 1
                        && chip.readableName().isPresent()
                ? new Chip(
                        chip.folder(), chip.name() + "_" + chip.readableName().get(), chip.readableName())
                : chip);
        return found;
    }

    /** The device's place on its bus, as it stays the same over restarts; else what the chip calls itself. */
    private static String chipName(Path folder, Optional<String> readableName) throws IOException {
        Path device = folder.resolve("device");
        if (Files.exists(device)) {
            Path place = device.toRealPath();
            Path bus = place.getParent();
            String busName = bus == null || bus.getFileName() == null
                    ? ""
                    : clean(bus.getFileName().toString());
            String deviceName = clean(place.getFileName().toString());
            if (!deviceName.isEmpty()) {
                return busName.isEmpty() ? deviceName : busName + "_" + deviceName;
            }
        }
        return readableName.isPresent()
                ? readableName.get()
                : clean(folder.toRealPath().getFileName().toString());
    }

    /** Elements by sensor; older drivers keep the files in the device's folder. */
    private Map<String, Map<String, String>> sensors(Path folder) throws IOException {
        Map<String, Map<String, String>> sensors = new TreeMap<>();
        readSensors(folder, sensors);
        Path device = folder.resolve("device");
        if (Files.isDirectory(device)) {
            readSensors(device, sensors);
        }
        return sensors;
    }

    private void readSensors(Path folder, Map<String, Map<String, String>> sensors) throws IOException {
        for (Path file : NetworkDeviceProbe.children(folder)) {
            Optional<HwmonElement.FileName> name =
                    HwmonElement.FileName.parse(file.getFileName().toString());
            if (name.isPresent() && Files.isRegularFile(file)) {
                files.text(file)
                        .ifPresent(text -> sensors.computeIfAbsent(name.get().sensor(), sensor -> new TreeMap<>())
                                .put(name.get().element(), text));
            }
        }
    }

    private void collect(String chip, String sensor, Map<String, String> values, Samples out) {
        String label = values.get("label");
        if (label != null) {
            out.add(SENSOR_LABEL, 1, chip, label, sensor);
        }
        String type = HwmonElement.FileName.typeOf(sensor);
        values.forEach((element, text) -> {
            OptionalDouble value = element.equals("label") ? OptionalDouble.empty() : SysFile.parse(text);
            if (value.isEmpty()) {
                return;
            }
            if (type.equals("freq") && element.equals("input")) {
                if (label != null) {
                    out.add(FREQUENCY, value.getAsDouble() / HERTZ_PER_MEGAHERTZ, chip, clean(label));
                }
                return;
            }
            boolean alsoPlain = element.equals("input") && values.containsKey("");
            HwmonElement known = elements.computeIfAbsent(
                    new HwmonElement.Key(type, alsoPlain ? "_input" : element), HwmonElement::of);
            out.add(known.family(), value.getAsDouble() * known.factor(), chip, sensor);
        });
    }

    /** Lower case, and underlines for whatever a metric's name cannot hold, but not at its ends. */
    static String clean(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = Character.toLowerCase(name.charAt(i));
            boolean good = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == ':';
            out.append(good ? c : '_');
        }
        int from = 0;
        int to = out.length();
        while (from < to && out.charAt(from) == '_') {
            from++;
        }
        while (to > from && out.charAt(to - 1) == '_') {
            to--;
        }
        return out.substring(from, to);
    }
}
