package io.vedette.agent.probe.smart;

import static io.vedette.agent.probe.smart.SmartReport.counter;
import static io.vedette.agent.probe.smart.SmartReport.gauge;
import static io.vedette.agent.probe.smart.SmartReport.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.agent.probe.Family;

/** What NVMe disks report besides: the health information log (NVM Express Base Specification, log page 02h). */
final class NvmeReport {
    private static final Family CAPACITY_BYTES = gauge("nvme_capacity_bytes", "NVMe device total capacity bytes");
    private static final Family PERCENTAGE_USED = gauge("percentage_used", "Device write percentage used");
    private static final Family AVAILABLE_SPARE =
            gauge("available_spare", "Normalized percentage (0 to 100%) of the remaining spare capacity available");
    private static final Family AVAILABLE_SPARE_THRESHOLD = gauge(
            "available_spare_threshold",
            "When the Available Spare falls below the threshold indicated in this field, an asynchronous event"
                    + " completion may occur. The value is indicated as a normalized percentage (0 to 100%)");
    private static final Family CRITICAL_WARNING =
            gauge("critical_warning", "This field indicates critical warnings for the state of the controller");
    private static final Family MEDIA_ERRORS = counter(
            "media_errors",
            "Contains the number of occurrences where the controller detected an unrecovered data integrity error."
                    + " Errors such as uncorrectable ECC, CRC checksum failure, or LBA tag mismatch are included in"
                    + " this field");
    private static final Family ERROR_LOG_ENTRIES = counter(
            "num_err_log_entries",
            "Contains the number of Error Information log entries over the life of the controller");
    static final Family BYTES_READ = counter("bytes_read", "Bytes read over the life of the device");
    static final Family BYTES_WRITTEN = counter("bytes_written", "Bytes written over the life of the device");

    /** The log counts thousands of 512 bytes, whatever the block size is. */
    private static final double DATA_UNIT_BYTES = 512_000;

    private NvmeReport() {}

    static void parse(JsonNode report, Reading out) {
        number(report.path("nvme_total_capacity"), CAPACITY_BYTES, out);
        JsonNode log = report.path("nvme_smart_health_information_log");
        number(log.path("percentage_used"), PERCENTAGE_USED, out);
        number(log.path("available_spare"), AVAILABLE_SPARE, out);
        number(log.path("available_spare_threshold"), AVAILABLE_SPARE_THRESHOLD, out);
        number(log.path("critical_warning"), CRITICAL_WARNING, out);
        number(log.path("media_errors"), MEDIA_ERRORS, out);
        number(log.path("num_err_log_entries"), ERROR_LOG_ENTRIES, out);
        if (log.path("data_units_read").isNumber()) {
            out.add(BYTES_READ, log.path("data_units_read").asDouble() * DATA_UNIT_BYTES);
        }
        if (log.path("data_units_written").isNumber()) {
            out.add(BYTES_WRITTEN, log.path("data_units_written").asDouble() * DATA_UNIT_BYTES);
        }
    }
}
