package io.vedette.protocol.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a door listens, written as {@code 127.0.0.1:9800}, {@code [::1]:9800}, {@code localhost:9800} or {@code :9800}
 * (every address of the machine).
 *
 * @param host a name or an address without brackets; empty for every address
 * @param port 0 (any free one) to 65535
 */
public record ListenAddress(String host, int port) {
    public ListenAddress {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("there is no port " + port);
        }
    }

    /** @throws IllegalArgumentException if the text is no address with a port, with a message that shows the form */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            colon = -1; // an IPv6 address without brackets: which colon is the port's?
        }
        String port = text.substring(colon + 1);
        if (colon < 0 || port.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("\"" + text + "\" is not an address with a port; write 127.0.0.1:9800");
        }
        return new ListenAddress(host, Integer.parseInt(port));
    }

    /** Whether only this machine can reach it; a host name that cannot be resolved counts as wider. */
    public boolean loopbackOnly() {
        if (host.isEmpty()) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
