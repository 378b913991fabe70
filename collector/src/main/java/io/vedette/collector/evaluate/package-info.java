/** Evaluates rule groups on the time in the data, and remembers alerts over restarts. */
@NullMarked
package io.vedette.collector.evaluate;

import org.jspecify.annotations.NullMarked;
