/** Lines: consumed from Kafka, understood as ECS documents, handed to the index, counted. */
@NullMarked
package io.vedette.collector.logs;

import org.jspecify.annotations.NullMarked;
