/** Documents in the Elastic Common Schema: their fields, the fields' types, their JSON. */
@NullMarked
package io.vedette.collector.ecs;

import org.jspecify.annotations.NullMarked;
