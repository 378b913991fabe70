/** Samples on the wire: Prometheus remote-write 1.0 messages, encoded and decoded by hand. */
@NullMarked
package io.vedette.protocol.metrics;

import org.jspecify.annotations.NullMarked;
