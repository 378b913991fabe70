/** Makes secrets unreadable before they leave the node. */
@NullMarked
package io.vedette.agent.log.redact;

import org.jspecify.annotations.NullMarked;
