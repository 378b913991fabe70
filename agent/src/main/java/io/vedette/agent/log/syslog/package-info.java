/** Receives syslog over the network; what the messages say is for the collector to understand. */
@NullMarked
package io.vedette.agent.log.syslog;

import org.jspecify.annotations.NullMarked;
