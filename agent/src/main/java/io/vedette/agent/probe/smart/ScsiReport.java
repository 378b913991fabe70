package io.vedette.agent.probe.smart;

import static io.vedette.agent.probe.smart.SmartReport.number;
import static io.vedette.agent.probe.smart.SmartReport.withDevice;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.agent.probe.Family;

/** What SCSI and SAS disks report besides: grown defects and error counters. */
final class ScsiReport {
    private static final Family GROWN_DEFECTS =
            Family.gauge("smartctl_scsi_grown_defect_list", "Device SCSI grown defect list counter", withDevice());
    private static final Direction READ = new Direction("read", NvmeReport.BYTES_READ);
    private static final Direction WRITE = new Direction("write", NvmeReport.BYTES_WRITTEN);
    private static final double GIGABYTE = 1e9;

    /** Reading or writing, with the families of its errors. */
    private static final class Direction {
        final String name;
        final Family bytes;
        final Family byEccFast;
        final Family byEccDelayed;
        final Family byRetries;
        final Family uncorrected;

        Direction(String name, Family bytes) {
            this.name = name;
            this.bytes = bytes;
            byEccFast = errors("errors_corrected_by_eccfast", "Errors corrected by ECC fast");
            byEccDelayed = errors("errors_corrected_by_eccdelayed", "Errors corrected by ECC delayed");
            byRetries = errors("errors_corrected_by_rereads_rewrites", "Errors corrected by rereads or rewrites");
            uncorrected = errors("total_uncorrected_errors", "Total uncorrected errors");
        }

        private Family errors(String what, String help) {
            return Family.counter("smartctl_" + name + "_" + what, help + " (" + name + ")", withDevice());
        }

        void parse(JsonNode log, Reading out) {
            number(log.path("errors_corrected_by_eccfast"), byEccFast, out);
            number(log.path("errors_corrected_by_eccdelayed"), byEccDelayed, out);
            number(log.path("errors_corrected_by_rereads_rewrites"), byRetries, out);
            number(log.path("total_uncorrected_errors"), uncorrected, out);
            double gigabytes = log.path("gigabytes_processed").asDouble(Double.NaN);
            if (Double.isFinite(gigabytes)) {
                out.add(bytes, gigabytes * GIGABYTE);
            }
        }
    }

    private ScsiReport() {}

    static void parse(JsonNode report, Reading out) {
        number(report.path("scsi_grown_defect_list"), GROWN_DEFECTS, out);
        JsonNode log = report.path("scsi_error_counter_log");
        READ.parse(log.path("read"), out);
        WRITE.parse(log.path("write"), out);
    }
}
