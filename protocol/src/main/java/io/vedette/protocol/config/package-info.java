/** The configuration dialect that both daemons speak: YAML, checked whole, errors with line and column. */
@NullMarked
package io.vedette.protocol.config;

import org.jspecify.annotations.NullMarked;
