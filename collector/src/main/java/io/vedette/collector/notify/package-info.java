/** Tells people: decides what is due, remembers what was told, and delivers until it has arrived. */
@NullMarked
package io.vedette.collector.notify;

import org.jspecify.annotations.NullMarked;
