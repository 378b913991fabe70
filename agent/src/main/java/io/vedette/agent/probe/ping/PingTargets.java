package io.vedette.agent.probe.ping;

import java.util.List;

/** Knows whom to ping. */
@FunctionalInterface
public interface PingTargets {
    /** The hosts to ping now, without the agent's own; asked before each run, by the probe's thread. */
    List<PingTarget> current();
}
