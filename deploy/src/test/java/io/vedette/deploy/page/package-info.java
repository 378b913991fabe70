/** The built-in page, looked at with a real browser. */
@NullMarked
package io.vedette.deploy.page;

import org.jspecify.annotations.NullMarked;
