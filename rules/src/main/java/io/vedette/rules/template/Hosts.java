package io.vedette.rules.template;

import org.jspecify.annotations.Nullable;

/** Hosts and ports taken apart, as Prometheus's template functions do it. */
final class Hosts {
    private Hosts() {}

    private record HostPort(String host, String port) {}

    /** Without the port, if there is one. */
    static String withoutPort(String hostPort) {
        HostPort split = split(hostPort);
        return split == null ? hostPort : split.host();
    }

    /** Only the first part of a host's name; addresses stay as they are. */
    static String withoutDomain(String hostPort) {
        HostPort split = split(hostPort);
        String host = split == null ? hostPort : split.host();
        if (isAddress(host)) {
            return hostPort;
        }
        int dot = host.indexOf('.');
        String name = dot < 0 ? host : host.substring(0, dot);
        return split == null || split.port().isEmpty() ? name : name + ":" + split.port();
    }

    private static @Nullable HostPort split(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        String host = hostPort.substring(0, colon);
        String port = hostPort.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            return new HostPort(host.substring(1, host.length() - 1), port);
        }
        boolean odd = host.indexOf(':') >= 0 || hostPort.indexOf('[') >= 0 || hostPort.indexOf(']') >= 0;
        return odd ? null : new HostPort(host, port);
    }

    private static boolean isAddress(String host) {
        if (host.indexOf(':') >= 0) {
            return host.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
        }
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }
}
