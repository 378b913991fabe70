package io.vedette.agent.peer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses under which other nodes can reach this one. */
final class OwnAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
    private static final int MAX_ADDRESSES = 8;

    /** Bridges and tunnels to containers and virtual machines: every node has the same addresses there. */
    private static final List<String> INNER =
            List.of("docker", "br-", "veth", "virbr", "cni", "flannel", "cali", "lxc");

    private OwnAddresses() {}

    /** Addresses of all interfaces that are up, without loopback, link-local and inner ones. */
    static List<String> find() {
        List<String> found = new ArrayList<>();
        try {
            for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
                if (card.isUp() && !card.isLoopback() && INNER.stream().noneMatch(card.getName()::startsWith)) {
                    addresses(card).limit(MAX_ADDRESSES - found.size()).forEach(found::add);
                }
            }
        } catch (SocketException e) {
            LOG.debug("the network interfaces cannot be listed", e);
        }
        return found;
    }

    private static Stream<String> addresses(NetworkInterface card) {
        return card.inetAddresses()
                .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                .map(OwnAddresses::text);
    }

    /** Without the zone, which means something on this node only. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address instanceof Inet6Address && zone >= 0 ? text.substring(0, zone) : text;
    }
}
