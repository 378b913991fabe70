package io.vedette.agent.probe.ping;

/**
 * A host to ping.
 *
 * @param name the label {@code target}: a peer's node name, or the host as configured
 * @param address an IPv4 or IPv6 address or a host name; a name is pinged over both families where it has both
 */
public record PingTarget(String name, String address) {
    public PingTarget {
        if (name.isBlank() || address.isBlank()) {
            throw new IllegalArgumentException("a ping target needs a name and an address");
        }
        if (address.startsWith("-") || address.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("\"" + address + "\" is not an address to ping");
        }
    }
}
