/**
 * Takes finished records to Kafka: log chunks that wait in their files until acknowledged, metric batches from a spool.
 */
@NullMarked
package io.vedette.agent.ship;

import org.jspecify.annotations.NullMarked;
