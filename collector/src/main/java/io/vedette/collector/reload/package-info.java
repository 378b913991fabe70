/** Files that are read again while the collector runs: rules and notification. */
@NullMarked
package io.vedette.collector.reload;

import org.jspecify.annotations.NullMarked;
