/** The rules that come with Vedette. */
@NullMarked
package io.vedette.rules.shipped;

import org.jspecify.annotations.NullMarked;
