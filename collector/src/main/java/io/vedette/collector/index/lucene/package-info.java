/**
 * The embedded index: Lucene in folders of this machine, its commits holding the documents and Kafka's offsets alike.
 */
@NullMarked
package io.vedette.collector.index.lucene;

import org.jspecify.annotations.NullMarked;
