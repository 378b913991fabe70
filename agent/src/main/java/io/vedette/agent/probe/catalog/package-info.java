/** The list of all probes and what they are handed. */
@NullMarked
package io.vedette.agent.probe.catalog;

import org.jspecify.annotations.NullMarked;
