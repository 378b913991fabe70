/** The agent's door: what it measured and how it fares, for Prometheus and for supervisors. */
@NullMarked
package io.vedette.agent.serve;

import org.jspecify.annotations.NullMarked;
