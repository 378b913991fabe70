/** Agents hear of each other through Kafka, so that each can ping all others without a list of hosts. */
@NullMarked
package io.vedette.agent.peer;

import org.jspecify.annotations.NullMarked;
