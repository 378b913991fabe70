/** Native histograms: whole distributions as single samples, and the arithmetic of them. */
@NullMarked
package io.vedette.rules.histogram;

import org.jspecify.annotations.NullMarked;
