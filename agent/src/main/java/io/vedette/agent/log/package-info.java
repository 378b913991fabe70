/** Where log events come from: the contract of a source, and what all sources share. */
@NullMarked
package io.vedette.agent.log;

import org.jspecify.annotations.NullMarked;
