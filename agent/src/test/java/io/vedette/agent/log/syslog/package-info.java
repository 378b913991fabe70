/** Syslog over real sockets. */
@NullMarked
package io.vedette.agent.log.syslog;

import org.jspecify.annotations.NullMarked;
