/** Everything on one machine: broker, agent and collector in one process. */
@NullMarked
package io.vedette.deploy.standalone;

import org.jspecify.annotations.NullMarked;
