@NullMarked
package io.vedette.protocol;

import org.jspecify.annotations.NullMarked;
