package io.vedette.agent.log.syslog;

import io.vedette.agent.spool.DiskSpool;
import io.vedette.protocol.log.LogChunk;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives messages over TCP, plain or under TLS (RFC 6587, RFC 5425). A thread reads each connection; while the spool
 * is full none is read, and the senders wait.
 */
final class TcpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final int ROOM_MILLIS = 1_000;
    private static final long STACK_BYTES = 256 << 10;

    private final ServerSocket server;
    private final int maxMessage;
    private final int maxConnections;
    private final DiskSpool spool;
    private final SyslogCounters counters;
    private final InstantSource clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "syslog-tcp");
    private volatile boolean closed;

    /** @param server bound already */
    TcpListener(
            ServerSocket server,
            SyslogSettings settings,
            DiskSpool spool,
            SyslogCounters counters,
            InstantSource clock) {
        this.server = server;
        this.maxMessage = settings.maxMessageBytes();
        this.maxConnections = settings.maxConnections();
        this.spool = spool;
        this.counters = counters;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void run() {
        while (!closed) {
            try {
                accept(server.accept());
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("a connection could not be taken: {}", e.toString());
                }
            }
        }
    }

    private void accept(Socket socket) throws IOException {
        if (counters.connections.incrementAndGet() > maxConnections) {
            counters.connections.decrementAndGet();
            counters.refused.increment();
            socket.close();
            return;
        }
        open.add(socket);
        Thread reader = new Thread(null, () -> serve(socket), "syslog-connection", STACK_BYTES);
        reader.setDaemon(true);
        readers.add(reader);
        reader.start();
    }

    private void serve(Socket socket) {
        String peer = socket.getInetAddress().getHostAddress();
        try (socket) {
            socket.setKeepAlive(true);
            if (socket instanceof SSLSocket secured && !shakeHands(secured, peer)) {
                return;
            }
            read(socket.getInputStream(), peer);
        } catch (IOException e) {
            LOG.debug("the connection from {} ended", peer, e);
        } catch (InterruptedException e) {
            LOG.debug("the connection from {} is closed", peer);
        } finally {
            counters.connections.decrementAndGet();
            open.remove(socket);
            readers.remove(Thread.currentThread());
        }
    }

    private boolean shakeHands(SSLSocket socket, String peer) throws IOException {
        socket.setSoTimeout(HANDSHAKE_MILLIS);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            counters.refused.increment();
            LOG.warn("no TLS with {}: {}", peer, e.getMessage());
            return false;
        }
        socket.setSoTimeout(0);
        return true;
    }

    private void read(InputStream in, String peer) throws IOException, InterruptedException {
        byte[] from = peer.getBytes(StandardCharsets.US_ASCII);
        List<byte[]> messages = new ArrayList<>();
        SyslogFrames frames = new SyslogFrames(maxMessage, (data, length, flags) -> {
            messages.add(Received.encode(clock.millis(), flags, from, data, length));
            counters.tcpMessages.increment();
            counters.cut.add(flags & LogChunk.TRUNCATED);
        });
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                feed(frames, buffer, count, peer);
                put(messages);
            }
        } finally {
            frames.end();
            put(messages);
        }
    }

    private void feed(SyslogFrames frames, byte[] buffer, int count, String peer) throws IOException {
        try {
            frames.feed(buffer, 0, count);
        } catch (IOException e) {
            counters.badFrames.increment();
            LOG.warn("the connection from {} is closed: {}", peer, e.getMessage());
            throw e;
        }
    }

    private void put(List<byte[]> messages) throws InterruptedException {
        boolean waited = false;
        while (!messages.isEmpty() && !spool.add(messages)) {
            if (closed) {
                LOG.warn("{} messages were received and had no place any more", messages.size());
                break;
            }
            counters.waits.add(waited ? 0 : 1);
            waited = true;
            spool.awaitChange(ROOM_MILLIS);
        }
        messages.clear();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        try {
            thread.join();
            for (Socket socket : open) {
                socket.close();
            }
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
