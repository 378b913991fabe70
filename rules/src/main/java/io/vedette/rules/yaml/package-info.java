/** YAML read with the places of its values, so that every mistake can be told with its line. */
@NullMarked
package io.vedette.rules.yaml;

import org.jspecify.annotations.NullMarked;
