/** Samples older than the head: copied from it to the index window by window, and read from there with it as one. */
@NullMarked
package io.vedette.collector.history;

import org.jspecify.annotations.NullMarked;
