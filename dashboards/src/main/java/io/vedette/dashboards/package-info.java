/** Dashboards and saved objects as code, and the writing of their files. */
@NullMarked
package io.vedette.dashboards;

import org.jspecify.annotations.NullMarked;
