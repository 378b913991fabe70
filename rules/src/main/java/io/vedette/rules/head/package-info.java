/** The head: the recent window of all series, in memory. */
@NullMarked
package io.vedette.rules.head;

import org.jspecify.annotations.NullMarked;
