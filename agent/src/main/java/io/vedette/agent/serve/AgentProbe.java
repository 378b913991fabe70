package io.vedette.agent.serve;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.file.FileStatus;
import io.vedette.agent.log.file.FileTail;
import io.vedette.agent.log.file.TailCounters;
import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.ship.KafkaShipper;
import io.vedette.agent.spool.DiskSpool;
import io.vedette.agent.spool.SpoolStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How the agent itself fares. A probe like the others, so that its samples travel like theirs and rules can be made on
 * them.
 */
public final class AgentProbe implements Probe {
    /** With more files than this there are only sums: series are not to grow with what happens to lie about. */
    private static final int MOST_FILES = 200;

    private static final Family INFO = Family.gauge("vedette_agent_info", "The agent; always 1.", "version");
    private static final Family INTERVAL =
            Family.gauge("vedette_agent_interval_seconds", "Time between two batches of samples.");
    private static final Family LINES = counter("vedette_log_lines_total", "Log lines read, repetitions included.");
    private static final Family EVENTS =
            counter("vedette_log_events_total", "Events of one line or of several joined ones, repetitions included.");
    private static final Family SPLIT =
            counter("vedette_log_split_events_total", "Joined events that were too long and go on in the next one.");
    private static final Family BYTES =
            counter("vedette_log_bytes_total", "Bytes read as log lines, repetitions included.");
    private static final Family CUT = counter("vedette_log_cut_lines_total", "Lines longer than the limit.");
    private static final Family LOST = counter(
            "vedette_log_lost_bytes_total",
            "Bytes known to have been truncated away or deleted before they were read.");
    private static final Family REPEATED =
            counter("vedette_log_repeated_bytes_total", "Bytes read again as Kafka did not acknowledge them.");
    private static final Family TRUNCATIONS = counter("vedette_log_truncations_total", "Files found truncated.");
    private static final Family READ_ERRORS =
            counter("vedette_log_read_errors_total", "Times a log file could not be read.");
    private static final Family REGISTRY_ERRORS =
            counter("vedette_log_registry_errors_total", "Times the registry of log files could not be written.");
    private static final Family FILES = Family.gauge("vedette_log_files", "Log files followed.");
    private static final Family LEFT_OUT =
            Family.gauge("vedette_log_files_left_out", "Files left out as they are compressed or no text.");
    private static final Family UNREAD =
            Family.gauge("vedette_log_unread_bytes", "Bytes of all log files not acknowledged by Kafka.");
    private static final Family UNREAD_AGE = Family.gauge(
            "vedette_log_unread_seconds", "For how long the file that waits longest has had something unacknowledged.");
    private static final Family BUFFER =
            Family.gauge("vedette_log_buffer_bytes", "Bytes of log lines on their way to Kafka.");
    private static final Family BUFFER_LIMIT =
            Family.gauge("vedette_log_buffer_limit_bytes", "Most bytes of log lines that may be on their way.");
    private static final Family FILE_SIZE = perFile("vedette_log_file_size_bytes", "Size of a log file.");
    private static final Family FILE_READ = perFile("vedette_log_file_read_bytes", "How much of a log file was read.");
    private static final Family FILE_ACKNOWLEDGED =
            perFile("vedette_log_file_acknowledged_bytes", "How much of a log file Kafka has acknowledged.");
    private static final Family FILE_UNREAD_AGE =
            perFile("vedette_log_file_unread_seconds", "For how long a log file has had something unacknowledged.");
    private static final Family SHIPPED = counter("vedette_ship_records_total", "Records acknowledged by Kafka.");
    private static final Family SHIPPED_BYTES =
            counter("vedette_ship_bytes_total", "Bytes of acknowledged records, before compression.");
    private static final Family SHIP_FAILURES =
            counter("vedette_ship_failures_total", "Records that Kafka refused or did not acknowledge.");
    private static final Family SPOOL = Family.gauge("vedette_ship_spool_bytes", "Samples that wait for Kafka.");
    private static final Family SPOOL_DROPPED = counter(
            "vedette_ship_spool_dropped_total",
            "Batches of samples that gave way to newer ones as the spool was full.");
    private static final Family SPOOL_DAMAGED = counter(
            "vedette_ship_spool_damaged_total", "Damaged places in the spool of samples that were passed over.");
    private static final Family SPOOL_FAULT = Family.gauge(
            "vedette_ship_spool_fault", "1 while the spool cannot be written to disk and samples wait in memory.");

    private final String version;
    private final Duration interval;
    private final FileTail tail;
    private final ByteBudget budget;
    private final KafkaShipper shipper;
    private final DiskSpool spool;
    private final List<Consumer<Samples>> sources;
    private final InstantSource clock;

    /**
     * @param version of the agent
     * @param interval of the batches
     * @param spool where samples wait
     * @param sources tell figures of their own
     */
    public AgentProbe(
            String version,
            Duration interval,
            FileTail tail,
            ByteBudget budget,
            KafkaShipper shipper,
            DiskSpool spool,
            List<Consumer<Samples>> sources,
            InstantSource clock) {
        this.version = version;
        this.interval = interval;
        this.tail = tail;
        this.budget = budget;
        this.shipper = shipper;
        this.spool = spool;
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    private static Family counter(String name, String help) {
        return Family.counter(name, help);
    }

    private static Family perFile(String name, String help) {
        return Family.gauge(name, help, "path");
    }

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public void collect(Samples out) {
        out.add(INFO, 1, version);
        out.add(INTERVAL, interval.toMillis() / 1000.0);
        counters(out, tail.counters());
        files(out, tail.status(), clock.millis());
        out.add(LEFT_OUT, tail.leftOut());
        out.add(BUFFER, budget.usedBytes());
        out.add(BUFFER_LIMIT, budget.limitBytes());
        out.add(SHIPPED, shipper.counters().records());
        out.add(SHIPPED_BYTES, shipper.counters().bytes());
        out.add(SHIP_FAILURES, shipper.counters().failures());
        SpoolStatus waiting = spool.status();
        out.add(SPOOL, waiting.bytes());
        out.add(SPOOL_DROPPED, waiting.dropped());
        out.add(SPOOL_DAMAGED, waiting.damaged());
        out.add(SPOOL_FAULT, waiting.fault().isEmpty() ? 0 : 1);
        sources.forEach(source -> source.accept(out));
    }

    private static void counters(Samples out, TailCounters counters) {
        out.add(LINES, counters.lines());
        out.add(EVENTS, counters.events());
        out.add(SPLIT, counters.splitEvents());
        out.add(BYTES, counters.bytes());
        out.add(CUT, counters.cutLines());
        out.add(LOST, counters.lostBytes());
        out.add(REPEATED, counters.repeatedBytes());
        out.add(TRUNCATIONS, counters.truncations());
        out.add(READ_ERRORS, counters.readErrors());
        out.add(REGISTRY_ERRORS, counters.registryErrors());
    }

    private static void files(Samples out, List<FileStatus> files, long now) {
        long unread = 0;
        double oldest = 0;
        for (FileStatus file : files) {
            unread += file.unreadBytes();
            oldest = Math.max(oldest, unreadSeconds(file, now));
        }
        out.add(FILES, files.size());
        out.add(UNREAD, unread);
        out.add(UNREAD_AGE, oldest);
        if (files.size() <= MOST_FILES) {
            ofEachPath(files).forEach((path, file) -> {
                out.add(FILE_SIZE, file.sizeBytes(), path);
                out.add(FILE_READ, file.readBytes(), path);
                out.add(FILE_ACKNOWLEDGED, file.acknowledgedBytes(), path);
                out.add(FILE_UNREAD_AGE, unreadSeconds(file, now), path);
            });
        }
    }

    /** A rotated file keeps its name, so a path can stand for several; the one with most left to do is shown. */
    private static Map<String, FileStatus> ofEachPath(List<FileStatus> files) {
        Map<String, FileStatus> byPath = new TreeMap<>();
        for (FileStatus file : files) {
            byPath.merge(file.path(), file, (a, b) -> a.unreadBytes() >= b.unreadBytes() ? a : b);
        }
        return byPath;
    }

    private static double unreadSeconds(FileStatus file, long now) {
        return file.unreadSinceMillis() == 0 ? 0 : Math.max(0, now - file.unreadSinceMillis()) / 1000.0;
    }
}
