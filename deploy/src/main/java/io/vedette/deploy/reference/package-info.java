/** The configuration reference, made from the schemas that check the configurations. */
@NullMarked
package io.vedette.deploy.reference;

import org.jspecify.annotations.NullMarked;
