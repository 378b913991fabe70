/** Log documents: stored once, found again. */
@NullMarked
package io.vedette.collector.index;

import org.jspecify.annotations.NullMarked;
