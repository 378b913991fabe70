package io.vedette.collector.serve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The collector's own state, for the head of the page. Written as JSON with these names.
 *
 * @param uptimeSeconds since the start
 * @param ready whether questions can be answered fully
 * @param reason why not; empty if they can
 * @param rebuilding how far the head is rebuilt; null when it is
 * @param warnings sentences that everybody who looks at the page should read
 * @param nodes agents heard of within the head's window
 * @param receivers names of those who can be told of alerts
 */
public record CollectorStatus(
        String version,
        String name,
        String cluster,
        long uptimeSeconds,
        boolean ready,
        String reason,
        @Nullable Rebuilding rebuilding,
        List<String> warnings,
        List<Node> nodes,
        Index index,
        Kafka kafka,
        Head head,
        List<String> receivers) {

    /** @param progress from 0 to 1 */
    public record Rebuilding(double progress, String text) {}

    /** @param up whether it sends */
    public record Node(String name, boolean up) {}

    /**
     * @param kind {@code lucene} or {@code elasticsearch}
     * @param address folder or URLs
     */
    public record Index(String kind, String address) {}

    /**
     * @param problem why it cannot be used; empty if it can
     * @param metricsLagRecords records that are not in the head yet
     * @param logsLagRecords records that are not in the index yet
     */
    public record Kafka(String address, String problem, long metricsLagRecords, long logsLagRecords) {}

    /** @param completeFromSeconds Unix time from which on nothing has been forgotten; 0 while nothing has come */
    public record Head(long windowSeconds, int series, long samples, long bytes, long completeFromSeconds) {}
}
