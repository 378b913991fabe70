/** What the history of samples is made of, and what an index that holds it promises. */
@NullMarked
package io.vedette.collector.index.samples;

import org.jspecify.annotations.NullMarked;
