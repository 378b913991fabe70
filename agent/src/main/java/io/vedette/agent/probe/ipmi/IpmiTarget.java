package io.vedette.agent.probe.ipmi;

/**
 * A management controller that is asked over the network.
 *
 * @param name value of the label {@code target}
 * @param host its address
 * @param port usually 623
 * @param user who logs in; needs no more than the privilege level USER
 * @param password handed to ipmitool through its environment, never shown
 */
public record IpmiTarget(String name, String host, int port, String user, String password) {
    /** The port of RMCP+. */
    public static final int USUAL_PORT = 623;

    public IpmiTarget {
        if (name.isBlank() || host.isBlank() || host.startsWith("-")) {
            throw new IllegalArgumentException("an IPMI target needs a name and a host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(port + " is not a port");
        }
    }

    @Override
    public String toString() {
        return name + " (" + user + "@" + host + ":" + port + ")";
    }
}
