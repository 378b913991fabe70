package io.vedette.collector.notify.webhook;

import io.vedette.collector.notify.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * A webhook.
 *
 * @param url may hold a key, so it is a secret
 * @param sendResolved whether to tell of alerts that are over
 * @param maxAlerts how many alerts a message holds at most; 0 for all
 * @param timeout from connecting to the end of the answer
 * @param authorization how to say who we are
 */
record WebhookSettings(
        Secret url, boolean sendResolved, int maxAlerts, Duration timeout, Optional<Authorization> authorization) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * The header {@code Authorization}.
     *
     * @param scheme for example {@code Bearer}; {@code Basic} if there is a user name
     * @param username empty for other schemes than Basic
     * @param secret password or credentials
     */
    record Authorization(String scheme, String username, Secret secret) {}
}
