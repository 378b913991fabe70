@NullMarked
package io.vedette.protocol.config;

import org.jspecify.annotations.NullMarked;
