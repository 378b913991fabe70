package io.vedette.collector.notify.email;

import io.vedette.collector.notify.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An e-mail receiver.
 *
 * @param to addresses, at least one
 * @param headers further ones; {@code Subject} replaces ours
 * @param html the mail's text as HTML; empty for ours
 * @param text the mail's plain text; empty for ours
 * @param sendResolved whether to tell of alerts that are over
 */
record EmailSettings(
        List<String> to,
        String from,
        Server server,
        Map<String, String> headers,
        Optional<String> html,
        Optional<String> text,
        boolean sendResolved) {
    EmailSettings {
        to = List.copyOf(to);
        headers = Map.copyOf(headers);
    }

    /**
     * The server that takes mail.
     *
     * @param tls how the connection is protected
     * @param username empty to send without one
     * @param hello name to introduce ourselves with; empty for this machine's
     * @param trustAll whether any certificate will do
     */
    record Server(
            String host,
            int port,
            Tls tls,
            String username,
            Optional<Secret> password,
            String hello,
            boolean trustAll) {}

    /** How the connection to the server is protected. */
    enum Tls {
        NONE,
        /** Begun in the clear, protected before anything is said. */
        STARTTLS,
        /** From the first byte. */
        IMPLICIT
    }
}
