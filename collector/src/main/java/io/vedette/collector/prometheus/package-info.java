/**
 * Prometheus's HTTP API, so that Grafana, promtool and every Prometheus client ask the collector as they ask
 * Prometheus.
 */
@NullMarked
package io.vedette.collector.prometheus;

import org.jspecify.annotations.NullMarked;
