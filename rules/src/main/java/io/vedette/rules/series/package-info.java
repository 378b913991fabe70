/** The one small interface between the query engine and whatever holds samples. */
@NullMarked
package io.vedette.rules.series;

import org.jspecify.annotations.NullMarked;
