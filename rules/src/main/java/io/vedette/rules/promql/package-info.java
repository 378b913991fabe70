/** PromQL: parser, printer and engine. */
@NullMarked
package io.vedette.rules.promql;

import org.jspecify.annotations.NullMarked;
