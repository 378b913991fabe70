package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Disk traffic from {@code /proc/diskstats}, without partitions, RAM disks and loop devices, as node_exporter does by
 * default. The columns are explained in the kernel's {@code Documentation/admin-guide/iostats.rst}.
 */
public final class DiskProbe implements Probe {
    /** Sectors here are always of this size, whatever the disk's own are. */
    private static final double SECTOR_BYTES = 512;

    private static final double SECONDS_PER_MILLI = 0.001;

    private static final Column[] COLUMNS = {
        counter("reads_completed_total", "The total number of reads completed successfully.", 1),
        counter("reads_merged_total", "The total number of reads merged.", 1),
        counter("read_bytes_total", "The total number of bytes read successfully.", SECTOR_BYTES),
        counter("read_time_seconds_total", "The total number of seconds spent by all reads.", SECONDS_PER_MILLI),
        counter("writes_completed_total", "The total number of writes completed successfully.", 1),
        counter("writes_merged_total", "The number of writes merged.", 1),
        counter("written_bytes_total", "The total number of bytes written successfully.", SECTOR_BYTES),
        counter(
                "write_time_seconds_total",
                "This is the total number of seconds spent by all writes.",
                SECONDS_PER_MILLI),
        new Column(Family.gauge("node_disk_io_now", "The number of I/Os currently in progress.", "device"), 1),
        counter("io_time_seconds_total", "Total seconds spent doing I/Os.", SECONDS_PER_MILLI),
        counter("io_time_weighted_seconds_total", "The weighted # of seconds spent doing I/Os.", SECONDS_PER_MILLI),
        counter("discards_completed_total", "The total number of discards completed successfully.", 1),
        counter("discards_merged_total", "The total number of discards merged.", 1),
        counter("discarded_sectors_total", "The total number of sectors discarded successfully.", 1),
        counter(
                "discard_time_seconds_total",
                "This is the total number of seconds spent by all discards.",
                SECONDS_PER_MILLI),
        counter("flush_requests_total", "The total number of flush requests completed successfully", 1),
        counter(
                "flush_requests_time_seconds_total",
                "This is the total number of seconds spent by all flush requests.",
                SECONDS_PER_MILLI),
    };

    private final ProcFile file;
    private final Remembered<Device> devices =
            new Remembered<>(name -> new Device(name, isPartitionOrPseudoDisk(name)));

    private record Column(Family family, double factor) {}

    private record Device(String name, boolean ignored) {}

    /** @param procfs root of the node's {@code /proc} */
    public DiskProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("diskstats"));
    }

    private static Column counter(String name, String help, double factor) {
        return new Column(Family.counter("node_disk_" + name, help, "device"), factor);
    }

    @Override
    public String name() {
        return "diskstats";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    void parse(Fields in, Samples out) throws IOException {
        for (int line = 0; in.nextLine(); line++) {
            in.skip(2);
            if (!in.next()) {
                continue;
            }
            Device device = devices.get(line, in);
            for (int i = 0; !device.ignored() && i < COLUMNS.length && in.next(); i++) {
                out.add(COLUMNS[i].family(), in.number() * COLUMNS[i].factor(), device.name());
            }
        }
    }

    /** {@code ram0}, {@code loop1}, {@code fd0}, {@code sda1}, {@code nvme0n1p1} and their like. */
    static boolean isPartitionOrPseudoDisk(String name) {
        int digits = name.length();
        while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) {
            digits--;
        }
        String stem = name.substring(0, digits);
        if (digits == name.length()) {
            return false;
        }
        return switch (stem) {
            case "ram", "zram", "loop", "fd" -> true;
            default -> isDiskLetters(stem) || stem.startsWith("nvme") && stem.endsWith("p");
        };
    }

    private static boolean isDiskLetters(String stem) {
        int last = stem.length() - 1;
        boolean letter = last > 0 && stem.charAt(last) >= 'a' && stem.charAt(last) <= 'z';
        return letter
                && switch (stem.substring(0, last)) {
                    case "hd", "sd", "vd", "xvd" -> true;
                    default -> false;
                };
    }
}
