package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counters of IP, ICMP, TCP and UDP from {@code /proc/net/netstat}, {@code snmp} and {@code snmp6}: the fields that
 * node_exporter takes by default, and {@code Tcp_MaxConn}, which its best known dashboard asks for besides.
 */
public final class NetworkProtocolProbe implements Probe {
    private static final Set<String> WANTED = Set.of(
            "Ip_Forwarding",
            "Ip6_InOctets",
            "Ip6_OutOctets",
            "IpExt_InOctets",
            "IpExt_OutOctets",
            "Icmp_InMsgs",
            "Icmp_OutMsgs",
            "Icmp6_InMsgs",
            "Icmp6_OutMsgs",
            "TcpExt_TCPSynRetrans",
            "TcpExt_TCPTimeouts",
            "TcpExt_TCPOFOQueue",
            "TcpExt_TCPRcvQDrop",
            "Tcp_ActiveOpens",
            "Tcp_InSegs",
            "Tcp_OutSegs",
            "Tcp_OutRsts",
            "Tcp_PassiveOpens",
            "Tcp_RetransSegs",
            "Tcp_CurrEstab",
            "Tcp_MaxConn",
            "Udp_InDatagrams",
            "Udp_OutDatagrams",
            "Udp_NoPorts",
            "Udp_RcvbufErrors",
            "Udp_SndbufErrors",
            "Udp6_InDatagrams",
            "Udp6_OutDatagrams",
            "Udp6_NoPorts",
            "Udp6_RcvbufErrors",
            "Udp6_SndbufErrors");
    private static final List<String> PROTOCOLS_OF_SNMP6 = List.of("Icmp6", "UdpLite6", "Udp6", "Ip6");

    private final ProcFile netstat;
    private final ProcFile snmp;
    private final ProcFile snmp6;
    private final Table netstatTable = new Table();
    private final Table snmpTable = new Table();
    private final Remembered<Optional<Family>> snmp6Families = new Remembered<>(NetworkProtocolProbe::snmp6Family);

    /** A file of line pairs, names above values, with the families of its columns. */
    private static final class Table {
        private String protocol = "";
        private final List<Optional<Family>> columns = new ArrayList<>();
        private final Remembered<String> protocols = Remembered.labels();
        private final Remembered<Optional<Family>> families = new Remembered<>(name -> family(protocol, name));

        void parse(Fields in, Samples out) throws IOException {
            int place = 0;
            for (int line = 0; in.nextLine(); line++) {
                if (!in.next() || !in.cutAt(':')) {
                    continue;
                }
                protocol = protocols.get(line, in);
                columns.clear();
                while (in.next()) {
                    columns.add(families.get(place++, in));
                }
                if (!in.nextLine() || !in.next() || !in.cutAt(':') || !in.is(protocol)) {
                    throw in.malformed("the values of " + protocol + " do not follow its names");
                }
                for (int i = 0; i < columns.size() && in.next(); i++) {
                    if (columns.get(i).isPresent()) {
                        out.add(columns.get(i).get(), in.number());
                    }
                }
            }
        }
    }

    /** @param procfs root of the node's {@code /proc} */
    public NetworkProtocolProbe(Path procfs) {
        netstat = new ProcFile(procfs.resolve("net/netstat"));
        snmp = new ProcFile(procfs.resolve("net/snmp"));
        snmp6 = new ProcFile(procfs.resolve("net/snmp6"));
    }

    @Override
    public String name() {
        return "netstat";
    }

    @Override
    public void collect(Samples out) throws IOException {
        netstatTable.parse(netstat.read(), out);
        snmpTable.parse(snmp.read(), out);
        if (snmp6.exists()) {
            parseSnmp6(snmp6.read(), out);
        }
    }

    private void parseSnmp6(Fields in, Samples out) throws IOException {
        for (int line = 0; in.nextLine(); line++) {
            if (in.next()) {
                Optional<Family> family = snmp6Families.get(line, in);
                if (family.isPresent()) {
                    out.add(family.get(), in.nextDouble());
                }
            }
        }
    }

    private static Optional<Family> snmp6Family(String field) {
        return PROTOCOLS_OF_SNMP6.stream()
                .filter(field::startsWith)
                .findFirst()
                .flatMap(protocol -> family(protocol, field.substring(protocol.length())));
    }

    private static Optional<Family> family(String protocol, String name) {
        String field = protocol + "_" + name;
        boolean wanted = WANTED.contains(field)
                || name.equals("InErrors")
                || name.equals("InErrs")
                || field.startsWith("TcpExt_Listen")
                || field.startsWith("TcpExt_Syncookies");
        return wanted
                ? Optional.of(
                        Family.untyped("node_netstat_" + FieldName.clean(field), "Statistic " + protocol + name + "."))
                : Optional.empty();
    }
}
