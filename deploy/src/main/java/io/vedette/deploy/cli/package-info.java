/** The subcommands of {@code vedette}, a class each. */
@NullMarked
package io.vedette.deploy.cli;

import org.jspecify.annotations.NullMarked;
