/** The collector's way to Kafka: its topics, made when missing, and whether it answers. */
@NullMarked
package io.vedette.collector.kafka;

import org.jspecify.annotations.NullMarked;
