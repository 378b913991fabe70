package io.vedette.agent.probe.command;

import java.io.IOException;

/** A command could not be started, passed its deadline or wrote too much. */
public final class CommandFailed extends IOException {
    /** @param message one line for people */
    public CommandFailed(String message) {
        super(message);
    }
}
