package io.vedette.collector.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/** {@code /api/status}: the collector's own state. */
public final class CollectorStatusDoor implements Door {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<CollectorStatus> status;

    /** @param status the state as it is now */
    public CollectorStatusDoor(Supplier<CollectorStatus> status) {
        this.status = status;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/api/status",
                context -> context.contentType("application/json")
                        .header("Cache-Control", "no-store")
                        .result(JSON.writeValueAsBytes(status.get())));
    }
}
