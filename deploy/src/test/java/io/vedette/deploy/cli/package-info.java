@NullMarked
package io.vedette.deploy.cli;

import org.jspecify.annotations.NullMarked;
