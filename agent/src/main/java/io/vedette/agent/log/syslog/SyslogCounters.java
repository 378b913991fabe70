package io.vedette.agent.log.syslog;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.spool.SpoolStatus;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the receiver counts, since it was started. Safe for use by any thread. */
final class SyslogCounters {
    private static final Family MESSAGES =
            Family.counter("vedette_syslog_messages_total", "Syslog messages received.", "transport");
    private static final Family DROPPED = Family.counter(
            "vedette_syslog_dropped_total", "Messages over UDP that were dropped as the spool was full.");
    private static final Family KERNEL_DROPPED = Family.counter(
            "vedette_syslog_kernel_dropped_total", "Datagrams that the kernel dropped as they were not read in time.");
    private static final Family CUT =
            Family.counter("vedette_syslog_cut_messages_total", "Messages longer than the limit.");
    private static final Family BAD_FRAMES = Family.counter(
            "vedette_syslog_bad_frames_total", "Connections that were closed as they announced an impossible length.");
    private static final Family REFUSED = Family.counter(
            "vedette_syslog_refused_connections_total", "Connections beyond the limit, and failed TLS handshakes.");
    private static final Family CONNECTIONS = Family.gauge("vedette_syslog_connections", "Connections that are open.");
    private static final Family WAITS = Family.counter(
            "vedette_syslog_waits_total", "Times a connection was not read for a while as the spool was full.");
    private static final Family TOO_LARGE = Family.counter(
            "vedette_syslog_too_large_total", "Messages that Kafka refused as too large and that are lost.");
    private static final Family SPOOL =
            Family.gauge("vedette_syslog_spool_bytes", "Bytes of messages that wait for Kafka.");
    private static final Family SPOOL_DAMAGED =
            Family.counter("vedette_syslog_spool_damaged_total", "Damaged places in the spool that were passed over.");
    private static final Family SPOOL_FAULT =
            Family.gauge("vedette_syslog_spool_fault", "1 while the spool cannot be written to disk.");

    final LongAdder udpMessages = new LongAdder();
    final LongAdder tcpMessages = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder cut = new LongAdder();
    final LongAdder badFrames = new LongAdder();
    final LongAdder refused = new LongAdder();
    final AtomicInteger connections = new AtomicInteger();
    final LongAdder waits = new LongAdder();
    final LongAdder tooLarge = new LongAdder();

    void measure(Samples out, SpoolStatus spool, long kernelDropped) {
        out.add(MESSAGES, udpMessages.sum(), "udp");
        out.add(MESSAGES, tcpMessages.sum(), "tcp");
        out.add(DROPPED, dropped.sum());
        out.add(KERNEL_DROPPED, kernelDropped);
        out.add(CUT, cut.sum());
        out.add(BAD_FRAMES, badFrames.sum());
        out.add(REFUSED, refused.sum());
        out.add(CONNECTIONS, connections.get());
        out.add(WAITS, waits.sum());
        out.add(TOO_LARGE, tooLarge.sum());
        out.add(SPOOL, spool.bytes());
        out.add(SPOOL_DAMAGED, spool.damaged());
        out.add(SPOOL_FAULT, spool.fault().isEmpty() ? 0 : 1);
    }
}
