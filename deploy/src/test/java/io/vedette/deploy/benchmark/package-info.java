/** Measures Vedette's collector side by side with Prometheus and prints the ratios; run by {@code deploy/benchmark}. */
@NullMarked
package io.vedette.deploy.benchmark;

import org.jspecify.annotations.NullMarked;
