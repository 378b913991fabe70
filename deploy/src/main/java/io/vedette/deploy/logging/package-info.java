/** What the process says of itself, one line a record. */
@NullMarked
package io.vedette.deploy.logging;

import org.jspecify.annotations.NullMarked;
