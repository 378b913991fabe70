/** The spool keeps what it was given. */
@NullMarked
package io.vedette.agent.spool;

import org.jspecify.annotations.NullMarked;
