package io.vedette.agent.log.syslog;

import io.vedette.agent.spool.DiskSpool;
import io.vedette.protocol.log.LogChunk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives one message a datagram (RFC 5426) and puts it into the spool at once; if that is full, it is dropped. */
final class UdpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

    /** What the kernel is asked to hold between two looks; it may allow less (net.core.rmem_max). */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private static final int BATCH_MESSAGES = 256;
    private static final int LARGEST_DATAGRAM = 65_535;

    private final DiskSpool spool;
    private final SyslogCounters counters;
    private final InstantSource clock;
    private final int maxMessage;
    private final DatagramChannel channel;
    private final Selector selector;
    private final Thread thread;

    UdpListener(
            InetSocketAddress address, int maxMessage, DiskSpool spool, SyslogCounters counters, InstantSource clock)
            throws IOException {
        this.maxMessage = maxMessage;
        this.spool = spool;
        this.counters = counters;
        this.clock = clock;
        this.channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(address);
            channel.configureBlocking(false);
            this.selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        this.thread = new Thread(this::run, "syslog-udp");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private void run() {
        ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
        List<byte[]> batch = new ArrayList<>();
        while (channel.isOpen()) {
            try {
                selector.select();
                selector.selectedKeys().clear();
                while (receive(datagram, batch)) {
                    put(batch);
                }
            } catch (ClosedChannelException | ClosedSelectorException e) {
                return;
            } catch (IOException e) {
                LOG.warn("receiving over UDP went wrong, going on: {}", e.toString());
            }
        }
    }

    /** Receives what is there, up to a batch; false if nothing was. */
    private boolean receive(ByteBuffer datagram, List<byte[]> batch) throws IOException {
        SocketAddress peer = channel.receive(datagram.clear());
        while (peer != null) {
            int length = SyslogFrames.withoutTerminator(datagram.array(), datagram.position());
            boolean cut = length > maxMessage;
            if (length > 0) {
                byte flags = cut ? LogChunk.TRUNCATED : 0;
                batch.add(Received.encode(
                        clock.millis(), flags, address(peer), datagram.array(), Math.min(length, maxMessage)));
                counters.udpMessages.increment();
                counters.cut.add(cut ? 1 : 0);
            }
            peer = batch.size() < BATCH_MESSAGES ? channel.receive(datagram.clear()) : null;
        }
        return !batch.isEmpty();
    }

    private static byte[] address(SocketAddress peer) {
        InetAddress address = ((InetSocketAddress) peer).getAddress();
        return address.getHostAddress().getBytes(StandardCharsets.US_ASCII);
    }

    private void put(List<byte[]> batch) {
        if (!spool.add(batch)) {
            counters.dropped.add(batch.size());
        }
        batch.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
