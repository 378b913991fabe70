/** Joins lines that are one event: stack traces, indented continuations, lines that a container runtime split. */
@NullMarked
package io.vedette.agent.log.multiline;

import org.jspecify.annotations.NullMarked;
