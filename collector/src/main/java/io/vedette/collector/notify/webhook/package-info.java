/** Tells programs by HTTP, with Alertmanager's payload. */
@NullMarked
package io.vedette.collector.notify.webhook;

import org.jspecify.annotations.NullMarked;
