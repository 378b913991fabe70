/** Understanding a line: small steps, each of which takes from it what it recognises and leaves the rest. */
@NullMarked
package io.vedette.collector.logs.parse;

import org.jspecify.annotations.NullMarked;
