package io.vedette.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vedette.agent.log.syslog.SyslogSettings;
import io.vedette.protocol.config.ListenAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where syslog is received.
 *
 * @param address to listen on
 * @param transport how messages come
 * @param certificateFile for TLS: certificate and those it was signed by, in PEM format
 * @param keyFile for TLS: its private key
 * @param clientCaFile who signs the certificates that clients must show; null if they need not
 */
public record SyslogDoor(
        ListenAddress address,
        Transport transport,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        @Nullable Path clientCaFile) {
    /** How messages come. */
    public enum Transport {
        @JsonProperty("udp")
        UDP,
        @JsonProperty("tcp")
        TCP,
        @JsonProperty("tls")
        TLS
    }

    public SyslogDoor {
        boolean files = certificateFile != null && keyFile != null;
        boolean anyFile = certificateFile != null || keyFile != null || clientCaFile != null;
        if (transport == Transport.TLS ? !files : anyFile) {
            throw new IllegalArgumentException("transport: tls needs certificate_file and key_file, others need none");
        }
    }

    /** The same as the receiver takes it. */
    SyslogSettings.Listener toListener() {
        return switch (transport) {
            case UDP -> new SyslogSettings.Listener(SyslogSettings.Transport.UDP, address, Optional.empty());
            case TCP, TLS -> new SyslogSettings.Listener(SyslogSettings.Transport.TCP, address, tls());
        };
    }

    private Optional<SyslogSettings.Tls> tls() {
        return certificateFile == null || keyFile == null
                ? Optional.empty()
                : Optional.of(new SyslogSettings.Tls(certificateFile, keyFile, Optional.ofNullable(clientCaFile)));
    }
}
