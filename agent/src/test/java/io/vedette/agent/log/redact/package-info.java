/** Secrets do not leave the node. */
@NullMarked
package io.vedette.agent.log.redact;

import org.jspecify.annotations.NullMarked;
