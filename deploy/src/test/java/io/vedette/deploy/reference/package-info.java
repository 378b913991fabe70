@NullMarked
package io.vedette.deploy.reference;

import org.jspecify.annotations.NullMarked;
