package io.vedette.collector.notify;

import io.vedette.collector.notify.ReceiverKind.ReceiverFactory;
import io.vedette.collector.route.Route;
import io.vedette.collector.route.Route.Grouping;
import io.vedette.collector.route.Route.Timing;
import java.util.List;
import java.util.Map;

/**
 * Whom to tell what.
 *
 * @param route the root of the routing tree; every receiver it names is there
 * @param receivers by name
 */
public record NotifyConfig(Route route, Map<String, List<Integration>> receivers) {
    /** Nobody is told anything. */
    public static final NotifyConfig NOBODY = new NotifyConfig(
            new Route("{}", "nobody", Grouping.TOGETHER, Timing.DEFAULT, List.of(), false, List.of()),
            Map.of("nobody", List.of()));

    public NotifyConfig {
        receivers = Map.copyOf(receivers);
        if (!receivers.keySet().containsAll(route.receivers())) {
            throw new IllegalArgumentException("the routes name receivers that are not there: " + route.receivers());
        }
    }

    /**
     * One way to reach a receiver.
     *
     * @param id the receiver's name, the kind and the position in its list, for example {@code team-x/webhook[0]}
     */
    public record Integration(String id, ReceiverFactory factory) {}
}
