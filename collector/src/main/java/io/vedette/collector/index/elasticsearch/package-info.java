/** The index in Elasticsearch 8.19 and 9: templates, bulk writing, searching. */
@NullMarked
package io.vedette.collector.index.elasticsearch;

import org.jspecify.annotations.NullMarked;
