/** Log documents: stored once, found again. What every index promises, whatever it is made of. */
@NullMarked
package io.vedette.collector.index;

import org.jspecify.annotations.NullMarked;
