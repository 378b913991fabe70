/** The collector's configuration: what the file may say, and what it means when it says nothing. */
@NullMarked
package io.vedette.collector.config;

import org.jspecify.annotations.NullMarked;
