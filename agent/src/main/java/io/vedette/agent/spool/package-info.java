/** Keeps on disk, within bounds, what was received and cannot be read again, until Kafka has it. */
@NullMarked
package io.vedette.agent.spool;

import org.jspecify.annotations.NullMarked;
