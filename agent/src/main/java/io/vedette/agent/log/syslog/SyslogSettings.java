package io.vedette.agent.log.syslog;

import io.vedette.protocol.config.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the receiver works by.
 *
 * @param host the node's name
 * @param listeners where it listens
 * @param maxMessageBytes longest message; the end of a longer one is cut off
 * @param maxConnections most connections at a time, of all listeners together
 * @param network the kernel's folder of network figures, {@code /proc/net}
 */
public record SyslogSettings(
        String host, List<Listener> listeners, int maxMessageBytes, int maxConnections, Path network) {
    public SyslogSettings {
        listeners = List.copyOf(listeners);
        if (maxMessageBytes < 480 || maxConnections < 1) {
            throw new IllegalArgumentException("messages of " + maxMessageBytes
                    + " bytes, less than the 480 that every receiver has to take, or " + maxConnections
                    + " connections");
        }
    }

    /**
     * A place to listen at.
     *
     * @param tls for TCP under TLS
     */
    public record Listener(Transport transport, ListenAddress address, Optional<Tls> tls) {}

    /** How messages come. */
    public enum Transport {
        UDP,
        TCP
    }

    /**
     * Files in PEM format.
     *
     * @param certificate the certificate, and those it was signed by
     * @param key its private key, PKCS#8
     * @param clientAuthority who signs the certificates that clients must show; none if they need not
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientAuthority) {}
}
