/** The agent's configuration: a record that checks itself, and the schema that documents it. */
@NullMarked
package io.vedette.agent.config;

import org.jspecify.annotations.NullMarked;
