/** Reads YAML of formats that are not ours key by key, and collects all mistakes with their places. */
@NullMarked
package io.vedette.collector.yaml;

import org.jspecify.annotations.NullMarked;
