/** The daemon on every node, put together. */
@NullMarked
package io.vedette.agent;

import org.jspecify.annotations.NullMarked;
