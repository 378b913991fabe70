/** Grafana dashboards: what they show, and their JSON. */
@NullMarked
package io.vedette.dashboards.grafana;

import org.jspecify.annotations.NullMarked;
