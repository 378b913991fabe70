/** Samples from Kafka into the head, and the up series of each agent. */
@NullMarked
package io.vedette.collector.metrics;

import org.jspecify.annotations.NullMarked;
