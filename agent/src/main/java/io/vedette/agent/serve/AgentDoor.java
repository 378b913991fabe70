package io.vedette.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.exporter.HTTPServer;
import io.vedette.agent.probe.LatestBatch;
import io.vedette.protocol.config.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Serves {@code /metrics}, {@code /-/healthy} and {@code /-/ready}. */
public final class AgentDoor implements AutoCloseable {
    private final HttpServer server;
    private final Workings workings;
    private final HTTPServer metrics;

    /**
     * Opens the door.
     *
     * @param latest what was measured last
     * @param ready whether what is measured and read gets through
     * @throws IOException if the address cannot be listened on
     */
    public AgentDoor(ListenAddress listen, LatestBatch latest, BooleanSupplier ready) throws IOException {
        // Read once by the JDK's server: without it each answer on a kept connection waits 40 ms for an
        // acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(address(listen), 16);
        server.createContext("/-/ready", exchange -> answerReady(exchange, ready));
        workings = new Workings(latest);
        metrics = new HTTPServer.Builder()
                .withHttpServer(server)
                .withRegistry(workings.registry())
                .withDaemonThreads(true)
                .build();
    }

    private static InetSocketAddress address(ListenAddress listen) throws IOException {
        return listen.host().isEmpty()
                ? new InetSocketAddress(listen.port())
                : new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port());
    }

    private static void answerReady(HttpExchange exchange, BooleanSupplier ready) throws IOException {
        boolean good = ready.getAsBoolean();
        byte[] text = (good ? "ready\n" : "Kafka does not answer, log files and samples wait\n")
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(good ? 200 : 503, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        metrics.close();
        workings.close();
    }
}
