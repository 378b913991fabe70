/** The collector's door: HTTP server, Prometheus API and the built-in page. */
@NullMarked
package io.vedette.collector.serve;

import org.jspecify.annotations.NullMarked;
