/** Running other programs with a deadline, a limit on their output and nothing left behind. */
@NullMarked
package io.vedette.agent.probe.command;

import org.jspecify.annotations.NullMarked;
