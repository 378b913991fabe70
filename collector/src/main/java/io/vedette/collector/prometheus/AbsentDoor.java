package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.vedette.collector.serve.Door;
import java.util.List;

/** What a Prometheus has only when it is told to at its start, answered as by one that was not told to. */
public final class AbsentDoor implements Door {
    private static final List<String> ADMIN = List.of("delete_series", "clean_tombstones", "snapshot");

    @Override
    public void addTo(RoutesConfig routes) {
        Handler admin = ApiAnswer.handler(context -> {
            throw new ApiException(ApiException.Type.UNAVAILABLE, "admin APIs disabled");
        });
        for (String path : ADMIN) {
            routes.post("/api/v1/admin/tsdb/" + path, admin);
            routes.put("/api/v1/admin/tsdb/" + path, admin);
        }
        routes.post("/api/v1/otlp/v1/metrics", ApiAnswer.handler(context -> {
            throw new ApiException(
                    ApiException.Type.NOT_FOUND,
                    "OTLP is not taken here; send remote write to /api/v1/write, for example with the"
                            + " OpenTelemetry collector's prometheusremotewrite exporter");
        }));
    }
}
