/** Rules over series: labels, the series head, PromQL, rule groups and templates. Sees no other room of the house. */
@NullMarked
package io.vedette.rules;

import org.jspecify.annotations.NullMarked;
