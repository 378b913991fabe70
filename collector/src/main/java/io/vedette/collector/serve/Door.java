package io.vedette.collector.serve;

import io.javalin.config.RoutesConfig;

/** A set of HTTP paths that one capability serves. */
public interface Door {
    /** Adds the paths; called once, before the server starts. */
    void addTo(RoutesConfig routes);
}
