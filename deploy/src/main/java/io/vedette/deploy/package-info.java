/** The command line's entry, where everything meets. */
@NullMarked
package io.vedette.deploy;

import org.jspecify.annotations.NullMarked;
