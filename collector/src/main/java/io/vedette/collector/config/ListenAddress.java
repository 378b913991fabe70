package io.vedette.collector.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where a door listens, written {@code 127.0.0.1:9800}, {@code [::1]:9800}, {@code host:9800} or {@code :9800} (every
 * address of the machine).
 *
 * @param host without brackets; empty for every address
 * @param port 0 to 65535, 0 lets the system choose
 */
public record ListenAddress(String host, int port) {
    public ListenAddress {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if the text is none, with a message that shows the right form
     */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw wrong(text, "; an IPv6 address stands in brackets, for example [::1]:9800", null);
        }
        try {
            return new ListenAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw wrong(text, "; write for example 127.0.0.1:9800", e);
        }
    }

    private static IllegalArgumentException wrong(String text, String advice, @Nullable Exception cause) {
        return new IllegalArgumentException("\"" + text + "\" is not an address and a port" + advice, cause);
    }

    /** Whether only programs on this machine can reach it. A name that cannot be resolved counts as wider. */
    public boolean isLoopback() {
        if (host.isEmpty()) {
            return false;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** A URL under which the door can be reached from this machine, ending with a slash. */
    public String url() {
        boolean any = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        String shown = any ? "127.0.0.1" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "http://" + shown + ":" + port + "/";
    }

    /** The same address with the port the system chose. */
    public ListenAddress withPort(int boundPort) {
        return new ListenAddress(host, boundPort);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
