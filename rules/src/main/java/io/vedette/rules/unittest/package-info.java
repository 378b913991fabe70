/** Unit tests of rules, in the format of promtool: series are made up, rules evaluated, results compared. */
@NullMarked
package io.vedette.rules.unittest;

import org.jspecify.annotations.NullMarked;
