@NullMarked
package io.vedette.protocol.log;

import org.jspecify.annotations.NullMarked;
