/** The log API: finding, counting and following lines over HTTP. */
@NullMarked
package io.vedette.collector.search;

import org.jspecify.annotations.NullMarked;
