/** The collector as a whole: its parts put together. */
@NullMarked
package io.vedette.collector;

import org.jspecify.annotations.NullMarked;
