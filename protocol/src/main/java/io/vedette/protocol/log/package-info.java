/** Log events on the wire: chunks of consecutive events of one source. */
@NullMarked
package io.vedette.protocol.log;

import org.jspecify.annotations.NullMarked;
