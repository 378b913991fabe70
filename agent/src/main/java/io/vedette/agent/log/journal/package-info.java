/** Follows the systemd journal through {@code journalctl}. */
@NullMarked
package io.vedette.agent.log.journal;

import org.jspecify.annotations.NullMarked;
