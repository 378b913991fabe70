/** Runs scripts that load series, ask questions and expect answers. */
@NullMarked
package io.vedette.rules.promql.script;

import org.jspecify.annotations.NullMarked;
