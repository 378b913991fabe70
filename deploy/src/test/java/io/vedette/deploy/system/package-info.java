@NullMarked
package io.vedette.deploy.system;

import org.jspecify.annotations.NullMarked;
