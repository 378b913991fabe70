/**
 * How expressions are evaluated: each one for all steps of a query at once, into one table of numbers with a row for
 * each series and a column for each step.
 */
@NullMarked
package io.vedette.rules.promql.eval;

import org.jspecify.annotations.NullMarked;
