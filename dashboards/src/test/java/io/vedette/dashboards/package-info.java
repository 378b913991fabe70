@NullMarked
package io.vedette.dashboards;

import org.jspecify.annotations.NullMarked;
