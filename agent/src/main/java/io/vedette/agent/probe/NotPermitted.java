package io.vedette.agent.probe;

import java.io.IOException;

/** The agent lacks a right that a probe needs. */
public final class NotPermitted extends IOException {
    /**
     * @param what what was refused
     * @param grant what to grant so that it works
     */
    public NotPermitted(String what, String grant) {
        super(what + " is not permitted: " + grant);
    }
}
