package io.vedette.agent.probe.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.ProbeRun;
import io.vedette.agent.probe.Recordings;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Recorded reports of real disks. */
class SmartReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A probe that reads a recorded report. */
    private record Recorded(JsonNode report) implements Probe {
        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public void collect(Samples out) {
            Reading reading = new Reading("disk");
            SmartReport.parse(report, reading);
            reading.addTo(out);
        }
    }

    private static JsonNode report(String recording) throws IOException {
        return JSON.readTree(Files.readString(Recordings.find("smartctl/" + recording)));
    }

    private static Exposition parse(String recording) throws Exception {
        return ProbeRun.exposition(new Recorded(report(recording)));
    }

    private static Map<String, Double> values(String recording) throws Exception {
        return parse(recording).values();
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedDiskGivesItsMainFigures() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Recordings.find("smartctl"))) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.getFileName().toString().contains("scan"))
                    .filter(file -> !file.toString().contains("testcases_scan"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(90);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> hasMainFigures(file)));
    }

    private static void hasMainFigures(Path file) throws Exception {
        JsonNode report = JSON.readTree(Files.readString(file));
        Map<String, Double> seen = ProbeRun.exposition(new Recorded(report)).values();
        same(seen, "smartctl_device_smartctl_exit_status", report.at("/smartctl/exit_status"));
        same(
                seen,
                "smartctl_device_temperature{device=disk, temperature_type=current}",
                report.at("/temperature/current"));
        same(seen, "smartctl_device_power_cycle_count", report.at("/power_cycle_count"));
        same(seen, "smartctl_device_capacity_bytes", report.at("/user_capacity/bytes"));
        same(seen, "smartctl_device_media_errors", report.at("/nvme_smart_health_information_log/media_errors"));
        same(seen, "smartctl_device_percentage_used", report.at("/nvme_smart_health_information_log/percentage_used"));
        same(seen, "smartctl_scsi_grown_defect_list", report.at("/scsi_grown_defect_list"));
        JsonNode passed = report.at("/smart_status/passed");
        assertThat(seen.get("smartctl_device_smart_status{device=disk}"))
                .isEqualTo(passed.isMissingNode() ? null : Double.valueOf(passed.asBoolean() ? 1 : 0));
        for (JsonNode attribute : report.at("/ata_smart_attributes/table")) {
            String id = "attribute_id=" + attribute.get("id").asText() + ",";
            assertThat(seen.entrySet().stream()
                            .filter(sample -> sample.getKey().contains(id)
                                    && sample.getKey().contains("attribute_value_type=raw"))
                            .map(Map.Entry::getValue))
                    .contains(attribute.at("/raw/value").asDouble());
        }
        if (report.has("model_name")) {
            assertThat(seen.keySet())
                    .anyMatch(series -> series.startsWith("smartctl_device{")
                            && series.contains("serial_number="
                                    + report.path("serial_number").asText()));
        }
    }

    private static void same(Map<String, Double> seen, String metric, JsonNode expected) {
        String series = metric.contains("{") ? metric : metric + "{device=disk}";
        assertThat(seen.get(series)).as(series).isEqualTo(expected.isNumber() ? expected.asDouble() : null);
    }

    @Test
    void recognisesAFailingDisk() throws Exception {
        assertThat(values("scrutiny/smart-fail2.json"))
                .containsEntry("smartctl_device_smart_status{device=disk}", 0.0)
                .containsEntry("smartctl_device_smartctl_exit_status{device=disk}", 216.0);
    }

    @Test
    void aDiskThatCouldNotBeOpenedHasNoHealth() throws Exception {
        assertThat(values("scrutiny/smart-fail.json"))
                .containsOnly(Map.entry("smartctl_device_smartctl_exit_status{device=disk}", 2.0));
        assertThat(SmartReport.error(report("scrutiny/smart-fail.json"))).contains("Open failed");
    }

    @Test
    void agreesWithAnotherReaderOnAnNvmeDisk() throws Exception {
        Map<String, Double> expected = telegraf("nvme");
        assertThat(values("telegraf/testcases_device/nvme/response.json"))
                .containsEntry("smartctl_device_available_spare{device=disk}", expected.get("available_spare"))
                .containsEntry(
                        "smartctl_device_available_spare_threshold{device=disk}",
                        expected.get("available_spare_threshold"))
                .containsEntry("smartctl_device_capacity_bytes{device=disk}", expected.get("capacity"))
                .containsEntry("smartctl_device_critical_warning{device=disk}", expected.get("critical_warning"))
                .containsEntry("smartctl_device_media_errors{device=disk}", expected.get("media_errors"))
                .containsEntry("smartctl_device_num_err_log_entries{device=disk}", expected.get("num_err_log_entries"))
                .containsEntry("smartctl_device_percentage_used{device=disk}", expected.get("percentage_used"))
                .containsEntry("smartctl_device_power_cycle_count{device=disk}", expected.get("power_cycles"))
                .containsEntry(
                        "smartctl_device_power_on_seconds{device=disk}",
                        expected.getOrDefault("power_on_hours", 0.0) * 3600)
                .containsEntry(
                        "smartctl_device_bytes_read{device=disk}",
                        expected.getOrDefault("data_units_read", 0.0) * 512_000)
                .containsEntry(
                        "smartctl_device_temperature{device=disk, temperature_type=current}",
                        expected.get("temperature"));
    }

    @Test
    void agreesWithAnotherReaderOnAScsiDisk() throws Exception {
        Map<String, Double> expected = telegraf("scsi");
        Map<String, Double> seen = values("telegraf/testcases_device/scsi/response.json");
        assertThat(seen)
                .containsEntry("smartctl_device_capacity_bytes{device=disk}", expected.get("capacity"))
                .containsEntry("smartctl_device_rotation_rate{device=disk}", expected.get("rotation_rate"))
                .containsEntry(
                        "smartctl_device_power_on_seconds{device=disk}",
                        expected.getOrDefault("power_on_hours", 0.0) * 3600
                                + expected.getOrDefault("power_on_minutes", 0.0) * 60)
                .containsEntry("smartctl_read_errors_corrected_by_rereads_rewrites{device=disk}", 5.0)
                .containsEntry("smartctl_write_errors_corrected_by_rereads_rewrites{device=disk}", 20.0);
        assertThat(seen.get("smartctl_device_bytes_read{device=disk}")).isCloseTo(315926.142e9, Assertions.within(1.0));
    }

    /** The numbers of the first line of what telegraf makes of the same report, in line protocol. */
    private static Map<String, Double> telegraf(String disk) throws IOException {
        String line = Files.readAllLines(
                        Recordings.find("smartctl/telegraf/testcases_device/" + disk + "/expected.out"))
                .get(0)
                .replace("\\ ", "_");
        Map<String, Double> numbers = new HashMap<>();
        for (String field : line.split(" ")[1].split(",")) {
            String[] parts = field.split("=");
            if (parts[1].endsWith("i")) {
                numbers.put(parts[0], Double.valueOf(parts[1].substring(0, parts[1].length() - 1)));
            }
        }
        return numbers;
    }

    @Test
    void carriesTheExportersNamesLabelsAndHelp() throws Exception {
        Exposition example =
                Exposition.parse(Files.readString(Recordings.find("smartctl/smartctl_exporter-example-metrics.prom")));
        Exposition nvme = parse("scrutiny/smart-nvme.json");
        Exposition ata = parse("scrutiny/smart-ata-full.json");
        Exposition disk = parse("smartctl_exporter/HGST_HUS724020ALE640_28.json");
        for (Exposition ours : List.of(nvme, ata, disk)) {
            ours.help().forEach((metric, help) -> {
                String theirs = example.help().getOrDefault(metric, "");
                if (!theirs.isEmpty()) {
                    assertThat(help).as(metric).isEqualTo(theirs);
                }
            });
        }
        for (String metric : example.type().keySet()) {
            // The exporter has two names for the health status, and tells its own version elsewhere.
            if (!metric.equals("smartctl_device_status") && !metric.equals("smartctl_version")) {
                assertThat(labels(example, metric))
                        .as(metric)
                        .isIn(labels(nvme, metric), labels(ata, metric), labels(disk, metric));
            }
        }
    }

    private static String labels(Exposition from, String metric) {
        return from.values().keySet().stream()
                .filter(series -> Exposition.metric(series).equals(metric))
                .findFirst()
                .map(series -> series.replaceAll("=[^=]*(, |})", "$1"))
                .orElse("");
    }

    @Test
    void tellsDisksBehindAControllerApart() throws Exception {
        SmartDevice device =
                SmartDevice.of(report("scrutiny/smart-megaraid0.json").path("device"));
        assertThat(device).isEqualTo(new SmartDevice("/dev/sda", "sat+megaraid,0", "/dev/sda_megaraid_0", ""));
    }
}
