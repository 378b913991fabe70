package io.vedette.collector.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /-/healthy}, {@code /-/ready} and {@code /-/reload}, as Prometheus has them. */
public final class HealthDoor implements Door {
    private final Supplier<Optional<String>> notReady;
    private final Supplier<Optional<String>> reload;

    /**
     * @param notReady why questions cannot be answered fully yet; empty if they can
     * @param reload reads rules and notification anew and tells what is wrong with them; empty if nothing is
     */
    public HealthDoor(Supplier<Optional<String>> notReady, Supplier<Optional<String>> reload) {
        this.notReady = notReady;
        this.reload = reload;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/-/healthy", context -> context.result("Vedette is healthy.\n"));
        routes.get(
                "/-/ready",
                context -> notReady.get()
                        .ifPresentOrElse(
                                reason -> context.status(503).result(reason + "\n"),
                                () -> context.result("Vedette is ready.\n")));
        routes.post("/-/reload", this::reload);
        routes.put("/-/reload", this::reload);
    }

    private void reload(Context context) {
        reload.get()
                .ifPresentOrElse(
                        problem -> context.status(500).result("failed to reload config: " + problem + "\n"),
                        () -> context.result(""));
    }
}
