/** Tells people by e-mail. */
@NullMarked
package io.vedette.collector.notify.email;

import org.jspecify.annotations.NullMarked;
