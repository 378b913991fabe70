/** Follows text files through rotation, truncation, deletion and restarts of the agent. */
@NullMarked
package io.vedette.agent.log.file;

import org.jspecify.annotations.NullMarked;
