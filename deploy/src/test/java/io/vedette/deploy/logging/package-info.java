/** Tests of what the process says of itself. */
@NullMarked
package io.vedette.deploy.logging;

import org.jspecify.annotations.NullMarked;
