/** Round trip, jitter and loss to other nodes. */
@NullMarked
package io.vedette.agent.probe.ping;

import org.jspecify.annotations.NullMarked;
