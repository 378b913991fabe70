package io.vedette.collector.config;

import io.vedette.protocol.config.ByteSize;
import io.vedette.protocol.config.ConfigException;
import io.vedette.protocol.config.ConfigFile;
import io.vedette.protocol.config.ListenAddress;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.promql.QueryLimits;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a collector is told. The meaning of each key is described in the schema, {@value #SCHEMA}.
 *
 * @param cluster name of the cluster
 * @param name the collector's own name; empty for the machine's
 * @param listen where the page and the APIs are served
 * @param externalUrl where people reach the page, for links in messages; empty for the address listened on
 * @param data folder for the embedded indexes
 * @param elasticsearch null for the embedded index
 * @param rules globs of rule files besides the shipped ones
 * @param shippedRules whether the rules that come with Vedette are evaluated
 * @param notifyFile file with routes and receivers; null for none
 * @param evaluationInterval time between evaluations of a rule group that says nothing else
 */
public record CollectorConfig(
        String cluster,
        String name,
        ListenAddress listen,
        String externalUrl,
        Path data,
        Kafka kafka,
        @Nullable Elasticsearch elasticsearch,
        List<String> rules,
        boolean shippedRules,
        @Nullable Path notifyFile,
        Duration evaluationInterval,
        Head head,
        History history,
        Query query,
        Logs logs) {
    /** The schema's resource name. */
    public static final String SCHEMA = "/io/vedette/collector/config/collector.schema.json";

    public CollectorConfig {
        if (cluster.isBlank()) {
            throw new IllegalArgumentException("cluster: a name is needed, for example default");
        }
        requirePositive("evaluation_interval", evaluationInterval);
        rules = List.copyOf(rules);
    }

    /**
     * Reads a configuration file.
     *
     * @throws ConfigException with every mistake, if there is any
     */
    public static CollectorConfig load(Path file) throws ConfigException {
        return ConfigFile.load(file, CollectorConfig.class, SCHEMA);
    }

    /**
     * Reads a configuration from a text; the empty text gives the defaults.
     *
     * @param name stands for the file's name in messages
     * @throws ConfigException with every mistake, if there is any
     */
    public static CollectorConfig parse(String yaml, String name) throws ConfigException {
        return ConfigFile.parse(yaml, name, CollectorConfig.class, SCHEMA);
    }

    /** The configuration as YAML that {@link #parse} reads, without secrets. */
    public String toYaml() {
        return ConfigText.of(this);
    }

    private static void requirePositive(String key, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(key + ": must be more than 0");
        }
    }

    /**
     * The way to Kafka.
     *
     * @param bootstrapServers {@code host:port}, several with commas between them
     * @param properties settings of Kafka's clients by Kafka's names, for TLS and passwords
     * @param replicationFactor of topics that are created; -1 for the broker's default
     * @param partitions of the topics of logs and metrics when they are created
     */
    public record Kafka(
            String bootstrapServers, Map<String, String> properties, int replicationFactor, int partitions) {
        public Kafka {
            if (bootstrapServers.isBlank()) {
                throw new IllegalArgumentException(
                        "bootstrap_servers: an address is needed, for example 127.0.0.1:9092");
            }
            if (replicationFactor == 0 || replicationFactor < -1) {
                throw new IllegalArgumentException(
                        "replication_factor must be more than 0, or -1 for the broker's default");
            }
            properties = Map.copyOf(properties);
        }

        /** Leaves the properties' values out: they hold passwords. */
        @Override
        public String toString() {
            return "Kafka[" + bootstrapServers + ", properties " + properties.keySet() + "]";
        }
    }

    /**
     * The way to Elasticsearch: nothing, a user with a password, or an API key.
     *
     * @param urls at least one
     * @param caFile certificates, PEM, of the authority that signed the servers'; null for the machine's own
     */
    public record Elasticsearch(
            List<String> urls,
            @Nullable String username,
            @Nullable String password,
            @Nullable Path passwordFile,
            @Nullable String apiKey,
            @Nullable Path apiKeyFile,
            @Nullable Path caFile) {
        public Elasticsearch {
            urls = List.copyOf(urls);
            if (urls.isEmpty()) {
                throw new IllegalArgumentException("urls: an address is needed, for example http://127.0.0.1:9200");
            }
            if (password != null && passwordFile != null) {
                throw new IllegalArgumentException("give password or password_file, not both");
            }
            if (apiKey != null && apiKeyFile != null) {
                throw new IllegalArgumentException("give api_key or api_key_file, not both");
            }
            boolean withPassword = password != null || passwordFile != null;
            if (withPassword && username == null) {
                throw new IllegalArgumentException("username: needed beside a password");
            }
            if (withPassword && (apiKey != null || apiKeyFile != null)) {
                throw new IllegalArgumentException("give a password or an API key, not both");
            }
        }

        /** The password, read from its file if it has one; null if there is none. */
        public @Nullable String resolvedPassword() throws ConfigException {
            return Secret.resolve("elasticsearch.password_file", password, passwordFile);
        }

        /** The API key, read from its file if it has one; null if there is none. */
        public @Nullable String resolvedApiKey() throws ConfigException {
            return Secret.resolve("elasticsearch.api_key_file", apiKey, apiKeyFile);
        }

        /** Leaves secrets out. */
        @Override
        public String toString() {
            return "Elasticsearch[" + urls + "]";
        }
    }

    /**
     * What is held in memory.
     *
     * @param window how long samples are kept
     * @param maxSize memory for samples
     * @param maxSeries series at a time
     * @param maxSeriesPerInstance series of one node at a time
     * @param maxSeriesPerMetric series of one name at a time
     */
    public record Head(
            Duration window, ByteSize maxSize, int maxSeries, int maxSeriesPerInstance, int maxSeriesPerMetric) {
        public Head {
            requirePositive("window", window);
        }

        /** The same in the head's own terms. */
        public HeadLimits limits() {
            return new HeadLimits(window, maxSize.bytes(), maxSeries, maxSeriesPerInstance, maxSeriesPerMetric);
        }
    }

    /**
     * What a question in PromQL may cost.
     *
     * @param timeout time for one query, waiting for others included; a question may ask for less
     * @param lookback how old a sample may be to count as the present one; a question may ask for another
     * @param maxSamples samples of one query in memory at once
     * @param maxMemory memory for the samples of one query
     * @param maxTotalMemory memory for the samples of all queries and of answers that are being sent
     * @param maxSeries series that the selectors of one query may match
     * @param maxSteps steps of a range query
     * @param maxConcurrent queries that are evaluated at the same time
     * @param maxWaiting queries that wait for one of those to end, and answers that are being sent
     */
    public record Query(
            Duration timeout,
            Duration lookback,
            long maxSamples,
            ByteSize maxMemory,
            ByteSize maxTotalMemory,
            int maxSeries,
            int maxSteps,
            int maxConcurrent,
            int maxWaiting) {
        public Query {
            requirePositive("timeout", timeout);
            requirePositive("lookback", lookback);
            if (maxTotalMemory.bytes() < maxMemory.bytes()) {
                throw new IllegalArgumentException("max_total_memory must not be less than max_memory");
            }
        }

        /** The limits of each query in the engine's own terms. */
        public QueryLimits limits() {
            return new QueryLimits(maxSamples, maxMemory.bytes(), maxSeries, maxSteps, timeout, lookback);
        }
    }

    /**
     * Samples older than the head, in the index.
     *
     * @param retention age at which they are deleted
     * @param maxSize size of the embedded history at which the oldest are deleted
     */
    public record History(Duration retention, ByteSize maxSize) {
        public History {
            requirePositive("retention", retention);
        }
    }

    /**
     * How log lines are understood and how long they are kept.
     *
     * @param retention age at which they are deleted
     * @param maxSize size of the embedded index at which the oldest are deleted
     * @param timeZone for lines that name none: a zone's name, or {@code system}
     */
    public record Logs(Duration retention, ByteSize maxSize, String timeZone) {
        public Logs {
            requirePositive("retention", retention);
            zoneOf(timeZone);
        }

        /** The zone for lines that name none. */
        public ZoneId zone() {
            return zoneOf(timeZone);
        }

        private static ZoneId zoneOf(String timeZone) {
            try {
                return timeZone.equals("system") ? ZoneId.systemDefault() : ZoneId.of(timeZone);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "time_zone: \"" + timeZone + "\" is no time zone; write for example Europe/Berlin", e);
            }
        }
    }
}
