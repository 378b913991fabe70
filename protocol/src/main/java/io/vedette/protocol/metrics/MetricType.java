package io.vedette.protocol.metrics;

/** What a metric family is, numbered as in remote-write's {@code MetricMetadata.MetricType}. */
public enum MetricType {
    UNKNOWN,
    COUNTER,
    GAUGE,
    HISTOGRAM,
    GAUGEHISTOGRAM,
    SUMMARY,
    INFO,
    STATESET
}
