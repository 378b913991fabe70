@NullMarked
package io.vedette.deploy.broker;

import org.jspecify.annotations.NullMarked;
