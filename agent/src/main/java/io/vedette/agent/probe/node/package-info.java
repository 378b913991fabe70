/** Probes of the node itself, read from {@code /proc} and {@code /sys}, with node_exporter's names. */
@NullMarked
package io.vedette.agent.probe.node;

import org.jspecify.annotations.NullMarked;
