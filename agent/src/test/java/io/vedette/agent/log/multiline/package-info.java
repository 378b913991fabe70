/** Lines are joined as programs and runtimes write them. */
@NullMarked
package io.vedette.agent.log.multiline;

import org.jspecify.annotations.NullMarked;
