/** Records that could not be understood or stored: kept with the reason, never dropped. */
@NullMarked
package io.vedette.collector.deadletter;

import org.jspecify.annotations.NullMarked;
