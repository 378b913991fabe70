/** The functions of PromQL, one class for each group of kin; adding one is a line here and its signature. */
@NullMarked
package io.vedette.rules.promql.function;

import org.jspecify.annotations.NullMarked;
