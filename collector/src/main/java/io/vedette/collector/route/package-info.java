/** Which alerts go to whom, and together with which others. */
@NullMarked
package io.vedette.collector.route;

import org.jspecify.annotations.NullMarked;
