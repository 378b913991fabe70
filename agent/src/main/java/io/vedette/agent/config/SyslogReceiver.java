package io.vedette.agent.config;

import io.vedette.agent.log.syslog.SyslogSettings;
import io.vedette.protocol.config.ByteSize;
import java.nio.file.Path;
import java.util.List;

/**
 * Syslog over the network.
 *
 * @param listen where it is received; nowhere if there is none
 * @param maxMessageSize longest message
 * @param maxConnections most connections at a time
 * @param spool most bytes of messages that wait for Kafka on disk
 */
public record SyslogReceiver(List<SyslogDoor> listen, ByteSize maxMessageSize, int maxConnections, ByteSize spool) {
    private static final long SMALLEST_MESSAGE = 480;
    private static final long LONGEST_MESSAGE = 1 << 20;
    private static final long SMALLEST_SPOOL = 64 << 10;

    public SyslogReceiver {
        listen = List.copyOf(listen);
        if (maxMessageSize.bytes() < SMALLEST_MESSAGE || maxMessageSize.bytes() > LONGEST_MESSAGE) {
            throw new IllegalArgumentException("max_message_size: from 480B to 1MiB");
        }
        if (spool.bytes() < SMALLEST_SPOOL) {
            throw new IllegalArgumentException("spool: at least 64KiB");
        }
    }

    /**
     * The same as the receiver takes it.
     *
     * @param host the node's name
     * @param procfs the node's {@code /proc}
     */
    public SyslogSettings toSettings(String host, Path procfs) {
        return new SyslogSettings(
                host,
                listen.stream().map(SyslogDoor::toListener).toList(),
                Math.toIntExact(maxMessageSize.bytes()),
                maxConnections,
                procfs.resolve("net"));
    }
}
