/** What agents and collectors agree on: topics, record headers, schema versions. */
@NullMarked
package io.vedette.protocol;

import org.jspecify.annotations.NullMarked;
