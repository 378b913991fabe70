@NullMarked
package io.vedette.protocol.metrics;

import org.jspecify.annotations.NullMarked;
