/** Numbers as texts, the way Go and so Prometheus writes and reads them. */
@NullMarked
package io.vedette.rules.number;

import org.jspecify.annotations.NullMarked;
