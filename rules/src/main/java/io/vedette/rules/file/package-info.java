/** Rule files in Prometheus's format: read, checked, all mistakes told at once with their places. */
@NullMarked
package io.vedette.rules.file;

import org.jspecify.annotations.NullMarked;
