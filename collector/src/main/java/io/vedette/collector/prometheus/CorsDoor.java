package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.vedette.collector.serve.Door;

/**
 * Lets pages of other sites read the Prometheus API, as Prometheus does unless it is told otherwise. Credentials are
 * not allowed, so a browser sends no password along.
 */
public final class CorsDoor implements Door {
    private static final String PATHS = "/api/v1/*";

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(PATHS, CorsDoor::allow);
    }

    private static void allow(Context context) {
        if (context.method() == HandlerType.OPTIONS) {
            context.status(204).skipRemainingHandlers();
        }
        String origin = context.header("Origin");
        if (origin == null || origin.isEmpty()) {
            return;
        }
        context.header("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin");
        context.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
        context.header("Access-Control-Expose-Headers", "Date");
        context.header("Access-Control-Allow-Origin", "*");
        context.header("Vary", "Origin");
    }
}
