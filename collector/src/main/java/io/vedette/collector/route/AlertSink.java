package io.vedette.collector.route;

import java.util.List;

/** Takes alerts from whoever evaluates rules. Safe for use by any thread; returns at once. */
public interface AlertSink {
    /** Alerts that began to fire, fire on, or ceased to; the newest word on each counts. */
    void accept(List<RoutedAlert> alerts);

    /**
     * What happened while nobody evaluated rules has been found: nobody is told anything before, so that an alert that
     * came and went meanwhile makes one message.
     */
    void caughtUp();
}
