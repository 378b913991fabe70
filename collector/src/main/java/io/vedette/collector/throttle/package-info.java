/** Keeps a flood of events of one kind from becoming a flood of log lines. */
@NullMarked
package io.vedette.collector.throttle;

import org.jspecify.annotations.NullMarked;
