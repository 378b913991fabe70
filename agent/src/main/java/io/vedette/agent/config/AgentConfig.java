package io.vedette.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vedette.protocol.config.ByteSize;
import io.vedette.protocol.config.ConfigException;
import io.vedette.protocol.config.ConfigFile;
import io.vedette.protocol.config.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an agent is told. The meaning of each key is described in the schema, {@value #SCHEMA}.
 *
 * @param cluster name of the cluster
 * @param name the node's name; empty for the machine's host name
 * @param listen where {@code /metrics} is served
 * @param data folder for what must be remembered
 * @param interval time between two cycles of the probes
 */
public record AgentConfig(
        String cluster,
        String name,
        ListenAddress listen,
        Path data,
        Kafka kafka,
        Duration interval,
        Paths paths,
        Probes probes,
        Logs logs) {
    /** The schema's resource name. */
    public static final String SCHEMA = "/io/vedette/agent/config/agent.schema.json";

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    public AgentConfig {
        if (cluster.isBlank()) {
            throw new IllegalArgumentException("cluster: a name is needed, for example default");
        }
        requireAtLeast("interval", interval, SHORTEST_INTERVAL);
    }

    /**
     * Reads a configuration file.
     *
     * @throws ConfigException with every mistake, if there is any
     */
    public static AgentConfig load(Path file) throws ConfigException {
        return ConfigFile.load(file, AgentConfig.class, SCHEMA);
    }

    /** As {@link #load}, of a text that stands in for a file. */
    public static AgentConfig parse(String yaml, String name) throws ConfigException {
        return ConfigFile.parse(yaml, name, AgentConfig.class, SCHEMA);
    }

    /**
     * The way to Kafka.
     *
     * @param bootstrapServers addresses of some brokers, with commas between them
     * @param properties settings for Kafka's clients by Kafka's names
     * @param replicationFactor copies of a topic that is created; -1 for the broker's default
     * @param partitions of the topics of logs and metrics when they are created
     * @param metricsSpool most bytes of samples that wait for Kafka on disk
     * @param metricsBuffer most bytes of samples that wait in memory while the disk cannot be written
     */
    public record Kafka(
            String bootstrapServers,
            Map<String, String> properties,
            int replicationFactor,
            int partitions,
            ByteSize metricsSpool,
            ByteSize metricsBuffer) {
        private static final long SMALLEST_SPOOL = 64 << 10;

        public Kafka {
            if (metricsSpool.bytes() < SMALLEST_SPOOL || metricsBuffer.bytes() < SMALLEST_SPOOL) {
                throw new IllegalArgumentException("metrics_spool and metrics_buffer: at least 64KiB");
            }
            if (bootstrapServers.isBlank()) {
                throw new IllegalArgumentException("bootstrap_servers: write for example kafka1:9092,kafka2:9092");
            }
            properties = Map.copyOf(properties);
        }
    }

    /**
     * Where the node's file systems are seen.
     *
     * @param procfs the node's {@code /proc}
     * @param sysfs the node's {@code /sys}
     * @param rootfs the node's {@code /}
     */
    public record Paths(Path procfs, Path sysfs, Path rootfs) {}

    /**
     * Which probes run, and how often those that have a schedule of their own.
     *
     * @param disable names of probes that do not run
     */
    public record Probes(List<String> disable, Slow smart, Ipmi ipmi, Ping ping) {
        public Probes {
            disable = List.copyOf(disable);
        }
    }

    /**
     * A probe with a schedule of its own.
     *
     * @param interval time between two runs
     */
    public record Slow(Duration interval) {
        public Slow {
            requireAtLeast("interval", interval, Duration.ofSeconds(1));
        }
    }

    /**
     * The IPMI probe.
     *
     * @param interval time between two runs
     * @param targets controllers to ask besides the node's own
     */
    public record Ipmi(Duration interval, List<IpmiBoard> targets) {
        public Ipmi {
            requireAtLeast("interval", interval, Duration.ofSeconds(1));
            targets = List.copyOf(targets);
        }
    }

    /**
     * The ping probe.
     *
     * @param interval time between two runs
     * @param targets addresses or names to ping besides the other agents
     */
    public record Ping(Duration interval, List<String> targets) {
        public Ping {
            requireAtLeast("interval", interval, Duration.ofSeconds(1));
            targets = List.copyOf(targets);
        }
    }

    /**
     * The sources of log lines.
     *
     * @param files sets of files
     * @param journal whether the systemd journal is read
     * @param syslog what is received over the network
     * @param redact what is made unreadable in the lines of all sources
     * @param maxLineSize longest line
     * @param bufferSize most bytes that are read and not yet acknowledged, of all sources together
     */
    public record Logs(
            List<LogFiles> files,
            Journal journal,
            SyslogReceiver syslog,
            LogRedaction redact,
            ByteSize maxLineSize,
            ByteSize bufferSize) {
        private static final long SMALLEST_LINE = 1 << 10;
        private static final long LONGEST_LINE = 16 << 20;

        public Logs {
            files = List.copyOf(files);
            long line = maxLineSize.bytes();
            if (line < SMALLEST_LINE || line > LONGEST_LINE) {
                throw new IllegalArgumentException("max_line_size: from 1KiB to 16MiB");
            }
            if (bufferSize.bytes() < 2 * line + (1 << 20)) {
                throw new IllegalArgumentException("buffer_size: must hold two of the longest lines and 1MiB");
            }
            if (syslog.maxMessageSize().bytes() > line) {
                throw new IllegalArgumentException("syslog.max_message_size: not more than max_line_size");
            }
        }
    }

    /** Whether the systemd journal is read. */
    public enum Journal {
        /** Where there is one, and {@code journalctl} to read it. */
        @JsonProperty("auto")
        AUTO,
        /** It is an error if it cannot be read. */
        @JsonProperty("always")
        ALWAYS,
        /** Never. */
        @JsonProperty("never")
        NEVER
    }

    private static void requireAtLeast(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(key + ": at least " + least.toMillis() + "ms");
        }
    }
}
