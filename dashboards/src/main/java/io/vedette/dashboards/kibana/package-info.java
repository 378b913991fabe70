/** Kibana's saved objects, as its import reads them. */
@NullMarked
package io.vedette.dashboards.kibana;

import org.jspecify.annotations.NullMarked;
