/** What collectors remember in the compacted state topic: alert states, the notification log, marks. */
@NullMarked
package io.vedette.collector.state;

import org.jspecify.annotations.NullMarked;
