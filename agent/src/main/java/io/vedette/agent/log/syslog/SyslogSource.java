package io.vedette.agent.log.syslog;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.EventSource;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.ship.LogSink;
import io.vedette.agent.spool.DiskSpool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives syslog over UDP, TCP and TLS. Whatever comes goes to a spool on disk first, as it cannot be asked for again,
 * and from there to Kafka; a message is identified by its number in the spool. Methods are called by one thread, but
 * {@link #measure} by any.
 */
public final class SyslogSource implements EventSource {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogSource.class);
    private static final int BACKLOG = 128;

    private final SyslogSettings settings;
    private final DiskSpool spool;
    private final SyslogCounters counters = new SyslogCounters();
    private final List<UdpListener> datagrams = new ArrayList<>();
    private final List<TcpListener> connections = new ArrayList<>();
    private final Set<Integer> udpPorts = new TreeSet<>();
    private final SpoolShipper shipper;

    /**
     * Opens the sockets, reads nothing yet.
     *
     * @param spool which refuses what comes when it is full; closed together with the source
     * @param sink takes the chunks
     * @param budget bytes under way, shared with other sources
     * @param clock wall time
     * @throws IOException if it cannot listen at one of the addresses, or a file for TLS cannot be used
     */
    public SyslogSource(SyslogSettings settings, DiskSpool spool, LogSink sink, ByteBudget budget, InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.spool = spool;
        this.shipper = new SpoolShipper(settings, spool, sink, budget, counters);
        try {
            for (SyslogSettings.Listener listener : settings.listeners()) {
                listen(listener, clock);
            }
        } catch (IOException | RuntimeException e) {
            closeListeners();
            spool.close();
            throw e;
        }
    }

    private void listen(SyslogSettings.Listener listener, InstantSource clock) throws IOException {
        String host = listener.address().host();
        int port = listener.address().port();
        try {
            InetSocketAddress address = host.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(host), port);
            switch (listener.transport()) {
                case UDP -> {
                    UdpListener opened = new UdpListener(address, settings.maxMessageBytes(), spool, counters, clock);
                    datagrams.add(opened);
                    udpPorts.add(opened.port());
                }
                case TCP -> {
                    ServerSocket server = listener.tls().isPresent()
                            ? TlsFiles.serverSocket(listener.tls().get())
                            : new ServerSocket();
                    server.setReuseAddress(true);
                    connections.add(new TcpListener(server, settings, spool, counters, clock));
                    server.bind(address, BACKLOG);
                }
            }
        } catch (IOException e) {
            throw new IOException("cannot receive syslog on " + listener.address() + " (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void start() {
        datagrams.forEach(UdpListener::start);
        connections.forEach(TcpListener::start);
        shipper.start();
    }

    /** The ports it listens on: of UDP first, each in the order of the settings. */
    public List<Integer> ports() {
        List<Integer> ports = new ArrayList<>();
        try {
            for (UdpListener each : datagrams) {
                ports.add(each.port());
            }
        } catch (IOException e) {
            throw new IllegalStateException("closed", e);
        }
        connections.forEach(each -> ports.add(each.port()));
        return ports;
    }

    /** How many messages were dropped as the spool was full. */
    long dropped() {
        return counters.dropped.sum();
    }

    /** How many connections are open. */
    int connections() {
        return counters.connections.get();
    }

    /** Its own figures. */
    public void measure(Samples out) {
        counters.measure(out, spool.status(), KernelDrops.of(settings.network(), udpPorts));
    }

    private void closeListeners() {
        for (UdpListener each : datagrams) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.debug("a socket was not closed well", e);
            }
        }
        for (TcpListener each : connections) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.debug("a socket was not closed well", e);
            }
        }
    }

    @Override
    public void close() {
        closeListeners();
        shipper.close();
        spool.close();
    }
}
