/** Measuring the node: the probe interface, the samples probes give, and the runner that gathers them in cycles. */
@NullMarked
package io.vedette.agent.probe;

import org.jspecify.annotations.NullMarked;
