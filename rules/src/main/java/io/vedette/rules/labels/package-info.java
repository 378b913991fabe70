/** Label sets and the matchers that select them. */
@NullMarked
package io.vedette.rules.labels;

import org.jspecify.annotations.NullMarked;
